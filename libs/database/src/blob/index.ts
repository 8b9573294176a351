export { BlobGoneError, BlobStore } from './blob-store';
export { blobChunksTable } from './blob-chunks.tables';
export { CHUNK_BYTES } from './chunks';
export { DatabaseBlobStore } from './database-blob-store';
