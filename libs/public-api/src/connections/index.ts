export { ConnectionsModule } from './connections.module';
export { ConnectionsService } from './connections.service';
export { connectionGrantsTable, connectionsTable } from './connections.tables';
export type { ConnectionRow, GrantRow } from './connections.tables';
export type { Subject } from './access-level';
