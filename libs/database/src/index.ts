export { Database } from './database.service';
export type { DatabaseDriver, Handle } from './database.service';
export { asTeamId } from './team-id';
export type { TeamId } from './team-id';
