export { ConnectionsModule } from './connections.module';
export { ConnectionCredentials } from './connection-credentials.service';
export type { Credentials } from './connection-credentials.service';
export { ConnectionsService } from './connections.service';
export { connectionGrantsTable, connectionsTable } from './connections.tables';
export type { ConnectionRow, GrantRow } from './connections.tables';
export type { Subject } from './access-level';
