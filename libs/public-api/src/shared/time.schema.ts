import { z } from 'zod';

const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** A time in a reply: ISO-8601 in UTC, as `Date.toISOString` writes it. */
export const isoTime = () =>
  z
    .string()
    .refine((value) => UTC_TIME.test(value), { message: 'must be an ISO-8601 time in UTC' })
    .meta({ format: 'date-time' });

const INPUT = z.iso.datetime();

/** A time in a request: ISO-8601 in UTC, with `Z`; one that the calendar lacks is refused, the year 0 too. */
export const timeInput = () =>
  z
    .string()
    .refine((value) => INPUT.safeParse(value).success && !value.startsWith('0000'), {
      message: 'must be an ISO-8601 time in UTC, such as 2026-01-31T12:00:00Z',
    })
    .meta({ format: 'date-time' });

/** @returns the time of a request, if it names one */
export const toDate = (time: string | undefined): Date | undefined =>
  time === undefined ? undefined : new Date(time);

/** @returns the reply form of a nullable time */
export const timeOrNull = (time: Date | null): string | null => time?.toISOString() ?? null;
