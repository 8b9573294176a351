import type { Profile } from '../model/profile';
import type { Report } from '../model/report';

export type FindingCode =
  | 'refused_operation'
  | 'missing_description'
  | 'thin_description'
  | 'undescribed_argument'
  | 'ambiguous_name'
  | 'same_description'
  | 'derived_name'
  | 'long_name'
  | 'large_tool'
  | 'large_list'
  | 'suspicious_text'
  | 'shown_in_part';

export interface FindingExample {
  /** Tool, or `METHOD /path` where there is none. */
  readonly where: string;
  readonly what: string;
}

export interface Finding {
  readonly code: FindingCode;
  readonly count: number;
  /** What is wrong and what helps. */
  readonly message: string;
  readonly examples: readonly FindingExample[];
}

/** How well agents can work with a document. */
export interface Rating {
  /** 0 to 100. */
  readonly score: number;
  readonly counts: Report['counts'];
  /** Estimated tokens of the whole list, by profile. */
  readonly tokens: Readonly<Partial<Record<Profile, number>>>;
  /** The tools that take most of it. */
  readonly largest: readonly { readonly tool: string; readonly tokens: number }[];
  /** Most weighty first. */
  readonly findings: readonly Finding[];
}
