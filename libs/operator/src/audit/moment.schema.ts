import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const AGE = /^(\d{1,6})([mhd])$/;
const TIME = z.union([
  z.iso.date(),
  z.iso.datetime({ offset: true }),
  z.iso.datetime({ offset: true, precision: z.TimePrecision.Minute }),
]);

/**
 * A time: how long ago, such as `24h`, or a date or time by ISO 8601. A date alone begins in UTC; one that the
 * calendar lacks is refused.
 * @param now milliseconds since the epoch
 */
export const moment = (now: () => number = Date.now) =>
  z.string().transform((text, context) => {
    const [, count, unit] = AGE.exec(text) ?? [];
    if (count && unit) return new Date(now() - Number(count) * (UNITS[unit] ?? 0));
    if (TIME.safeParse(text).success && !text.startsWith('0000')) return new Date(text);
    context.addIssue('must be how long ago, such as 30m, 24h or 7d, or a time such as 2026-01-31T08:00Z');
    return z.NEVER;
  });
