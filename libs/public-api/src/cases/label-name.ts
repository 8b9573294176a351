import type { LabelRow } from './queues.tables';

/** What a label says. Within a queue no two labels say the same, letter by letter; key is "" for a plain tag. */
export type LabelName = Pick<LabelRow, 'key' | 'value'>;

/** @returns a text that is the same for equal names alone */
export const nameKey = ({ key, value }: LabelName): string => JSON.stringify([key, value]);

/** @returns each name once, in the order of first mention */
export function distinctNames(names: Iterable<LabelName>): LabelName[] {
  const byKey = new Map<string, LabelName>();
  for (const name of names) if (!byKey.has(nameKey(name))) byKey.set(nameKey(name), name);
  return [...byKey.values()];
}
