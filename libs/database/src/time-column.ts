import { timestamp } from 'drizzle-orm/pg-core';

/** Column for a point in time, to the millisecond: what a `Date` holds comes back as it went in. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
