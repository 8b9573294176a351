import type { Hint, Permission } from '@app/permissions';
import { UpstreamsFileError } from '../config/upstreams-file.error';
import type { UpstreamRule, UpstreamSettings } from '../config/upstreams.schema';

/** What the configuration makes of one operation. */
export interface OperationRules {
  readonly permission: Permission | 'any';
  readonly hint: Hint;
  readonly cost: number;
  readonly toolset: string;
  readonly enabled: boolean;
}

/** An operation, as rules name it. */
export interface NamedForRules {
  /** Upper case. */
  readonly method: string;
  /** Path of the document. */
  readonly path: string;
  readonly operationId: string | undefined;
  readonly tags: readonly string[];
}

/** Nobody knows what a write of somebody else's API does, so it counts as destructive until a rule says otherwise. */
const HINTS: Readonly<Record<string, Hint>> = {
  GET: 'R',
  HEAD: 'R',
  OPTIONS: 'R',
  PUT: 'D',
  DELETE: 'D',
};

/** Applies the rules of an upstream to its operations; remembers which of them were of use. */
export class RuleBook {
  private readonly used = new Set<UpstreamRule>();

  constructor(private readonly settings: UpstreamSettings) {}

  of(operation: NamedForRules): OperationRules {
    const { settings } = this;
    const said: Partial<UpstreamRule> = {};
    for (const rule of settings.rules) {
      if (!fits(rule, operation)) continue;
      this.used.add(rule);
      for (const [key, value] of Object.entries(rule))
        if (value !== undefined) Object.assign(said, { [key]: value });
    }
    const hint = said.hint ?? HINTS[operation.method] ?? 'D*';
    const { permission } = settings;
    const fallback =
      typeof permission === 'string' ? permission : hint === 'R' ? permission.read : permission.write;
    return {
      permission: said.permission ?? fallback,
      hint,
      cost: said.cost ?? settings.cost,
      toolset: said.toolset ?? settings.toolset ?? settings.name,
      enabled: said.enabled ?? true,
    };
  }

  /**
   * @param place how messages call the upstream
   * @throws UpstreamsFileError for a rule that fits no operation: mostly a typing error, which would leave open what
   *   was to be closed
   */
  requireUsed(place: string): void {
    this.settings.rules.forEach((rule, index) => {
      if (this.used.has(rule)) return;
      const what = rule.tag === undefined ? `the operation "${rule.operation}"` : `the tag "${rule.tag}"`;
      throw new UpstreamsFileError(
        `${place}.rules[${index}] names ${what}, which the document does not have; correct or remove it.`,
      );
    });
  }
}

function fits(rule: UpstreamRule, { method, path, operationId, tags }: NamedForRules): boolean {
  if (rule.tag !== undefined) return tags.includes(rule.tag);
  return rule.operation === operationId || rule.operation === `${method} ${path}`;
}
