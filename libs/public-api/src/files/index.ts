export { DEFAULT_FILE_LIMITS, FILE_LIMITS } from './file-limits';
export type { FileLimits } from './file-limits';
export { FileReader } from './file-reader';
export { FileWriter } from './file-writer';
export type { FileWrite, WrittenFile } from './file-writer';
export { fileSchema, getFileContentReply, listFilesReply } from './files.schemas';
export { filesTable, teamStorageTable } from './files.tables';
export { FilesModule } from './files.module';
export { filePath } from './files.schemas';
