/** References entered on the way from the root to a node, as a shared linked list. */
export interface Chain {
  readonly at: string;
  readonly before: Chain | null;
}

export function extend(chain: Chain | null, entered: readonly string[]): Chain | null {
  return entered.reduce<Chain | null>((before, at) => ({ at, before }), chain);
}

export function countIn(chain: Chain | null, at: string): number {
  let count = 0;
  for (let link = chain; link !== null; link = link.before) if (link.at === at) count += 1;
  return count;
}
