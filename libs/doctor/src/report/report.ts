import type { Topic } from '../checks/check';
import type { HostId } from '../hosts/host';
import type { Verdict } from '../outcome';

/** What a check found. */
export interface Finding {
  readonly id: string;
  readonly topic: Topic;
  readonly title: string;
  readonly sends: string;
  readonly verdict: Verdict;
  /** A sentence: what happened, and what it means to whom. */
  readonly says: string;
  /** How to mend it; with warnings and problems. */
  readonly mend?: string;
  /** Hosts that meet the problem or warning. */
  readonly hosts: readonly HostId[];
  /** Left out unless asked for (registrations, a credential). */
  readonly leftOut?: boolean;
}

export interface HostVerdict {
  readonly id: HostId;
  readonly name: string;
  /** `untried`: what matters most to this host was left out. */
  readonly verdict: 'works' | 'stumbles' | 'untried';
  /** Ids of the checks it stumbles over. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** Ids of the checks on its way that were left out. */
  readonly leftOut: readonly string[];
}

/** What an examination found. Made of plain data: its JSON is the machine-readable report. */
export interface Report {
  readonly url: string;
  /** False if there was no HTTP answer at all; then nothing else was tried. */
  readonly reachable: boolean;
  readonly findings: readonly Finding[];
  readonly hosts: readonly HostVerdict[];
  /** Number of findings by verdict. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Clients registered on the server for the examination. */
  readonly registrations: { readonly made: number; readonly removed: number };
}
