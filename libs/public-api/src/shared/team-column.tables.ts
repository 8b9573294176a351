import { uuid } from 'drizzle-orm/pg-core';
import { teamsTable } from '@app/auth';

/** Column for the team that a row belongs to. */
export const team = () =>
  uuid('team_id')
    .notNull()
    .references(() => teamsTable.id);
