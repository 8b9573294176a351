export { Database } from './database.service';
export type { DatabaseDriver, Handle } from './database.service';
export { DatabaseModule, openDatabase } from './database.module';
export { FolderInUseError, folderHolder } from './folder-lock';
export { MIGRATION_LOCK, migrationsFolder } from './migrations';
export { asTeamId } from './team-id';
export type { TeamId } from './team-id';
export { isUniqueViolation } from './unique-violation';
export { BlobGoneError, blobChunksTable, BlobStore, CHUNK_BYTES, DatabaseBlobStore } from './blob';
