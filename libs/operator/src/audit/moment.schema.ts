import { z } from 'zod';

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const AGE = /^(\d{1,6})([mhd])$/;
const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A time: how long ago, such as `24h`, or a date or time by ISO 8601. A date alone begins in UTC. */
export const moment = () =>
  z.string().transform((text, context) => {
    const [, count, unit] = AGE.exec(text) ?? [];
    if (count && unit) return new Date(Date.now() - Number(count) * (UNITS[unit] ?? 0));
    const time = TIME.test(text) ? new Date(text) : undefined;
    if (time && !Number.isNaN(time.getTime())) return time;
    context.addIssue('must be how long ago, such as 30m, 24h or 7d, or a time such as 2026-01-31T08:00Z');
    return z.NEVER;
  });
