const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** @returns such as "5 minutes ago"; `never` for null */
export function ago(time: string | null, now = Date.now(), never = 'Never'): string {
  if (time === null) return never;
  const seconds = (Date.parse(time) - now) / 1000;
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}

export const clock = (time: string): string =>
  new Date(time).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const dateTime = (time: string): string =>
  new Date(time).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export const day = (time: string): string =>
  new Date(time).toLocaleDateString('en-GB', { dateStyle: 'medium' });

export const number = (value: number): string => value.toLocaleString('en-US');

/** @returns such as "1 call", "2 calls" */
export const counted = (value: number, noun: string): string =>
  `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** @returns a window of seconds in words that follow "per" */
export function perWindow(seconds: number): string {
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
    [1, 'second'],
  ] as const;
  for (const [length, name] of units) {
    if (seconds % length === 0) return seconds === length ? name : `${seconds / length} ${name}s`;
  }
  return `${seconds} seconds`;
}

export const titleOf = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');
