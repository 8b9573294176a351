import type { HostId } from './hosts/host';

export type Verdict = 'ok' | 'warning' | 'problem' | 'skipped';

export interface Outcome {
  readonly verdict: Verdict;
  /** What was found, and what it means to whom. */
  readonly says: string;
  /** How to mend it; with warnings and problems. */
  readonly mend?: string;
  /** Who meets it; absent = every host whose path has the check. */
  readonly hosts?: readonly HostId[];
  /** Skipped because the caller did not ask for it: the host is not fully tried. */
  readonly leftOut?: boolean;
}

/** What is wrong with something that may have several faults at once. */
export interface Fault extends Outcome {
  readonly verdict: 'warning' | 'problem';
  readonly mend: string;
}

export const ok = (says: string): Outcome => ({ verdict: 'ok', says });

export const problem = (says: string, mend: string, hosts?: readonly HostId[]): Fault => ({
  verdict: 'problem',
  says,
  mend,
  ...(hosts && { hosts }),
});

export const warning = (says: string, mend: string, hosts?: readonly HostId[]): Fault => ({
  verdict: 'warning',
  says,
  mend,
  ...(hosts && { hosts }),
});

export const skipped = (says: string): Outcome => ({ verdict: 'skipped', says });

export const leftOut = (says: string): Outcome => ({ verdict: 'skipped', says, leftOut: true });

/** Thrown where a fact is missing that a check builds on. */
export class NotTried extends Error {
  constructor(readonly outcome: Outcome) {
    super(outcome.says);
  }
}

/** @returns one outcome as grave as the gravest fault, or `fine` if there is none */
export function judge(faults: readonly (Fault | undefined | false)[], fine: string): Outcome {
  const found = faults.filter((fault): fault is Fault => Boolean(fault));
  const grave = found.filter(({ verdict }) => verdict === 'problem');
  const counted = grave.length > 0 ? grave : found;
  if (counted.length === 0) return ok(fine);
  const everybody = counted.some(({ hosts }) => hosts === undefined);
  return {
    verdict: counted[0]!.verdict,
    says: counted.map(({ says }) => says).join(' '),
    mend: [...new Set(counted.map(({ mend }) => mend))].join(' '),
    ...(!everybody && { hosts: [...new Set(counted.flatMap(({ hosts }) => hosts ?? []))] }),
  };
}
