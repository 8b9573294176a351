/** @returns one of the items, whatever the number; nothing of an empty list */
export const pick = <T>(items: readonly T[], number: number): T => items[number % items.length] as T;

/** How often a command goes to where it has nothing to do: once in so many times. */
const ASTRAY = 5;

/** As `pick`, mostly among those for whom the command makes sense, and sometimes among all. */
export function pickFitting<T>(items: readonly T[], number: number, fits: (item: T) => boolean): T {
  const fitting = items.filter(fits);
  const isAstray = number % ASTRAY === 0 || fitting.length === 0;
  return pick(isAstray ? items : fitting, Math.floor(number / ASTRAY));
}
