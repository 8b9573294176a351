import { randomBytes, randomUUID } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { Database } from '../database.service';
import { migrationsFolder } from '../migrations';
import { blobChunksTable } from './blob-chunks.tables';
import { BlobGoneError } from './blob-store';
import { CHUNK_BYTES } from './chunks';
import { DatabaseBlobStore } from './database-blob-store';

describe('DatabaseBlobStore on the embedded database', () => {
  let database: Database;
  let store: DatabaseBlobStore;
  const bytes = randomBytes(2 * CHUNK_BYTES + 1000);
  const chunkCount = () => database.handle.$count(blobChunksTable);

  beforeAll(async () => {
    const client = await PGlite.create();
    const handle = drizzle({ client });
    await migrate(handle, { migrationsFolder: migrationsFolder() });
    database = new Database(handle, 'pglite', () => client.close());
    store = new DatabaseBlobStore(database);
  }, 60_000);
  afterAll(() => database.close());
  beforeEach(() => database.handle.delete(blobChunksTable));

  async function stored(content: Uint8Array = bytes): Promise<string> {
    const id = randomUUID();
    expect(await store.put(id, content)).toBe(content.length);
    return id;
  }

  it('gives back what was put, in chunks of 256 KiB', async () => {
    const id = await stored();
    expect(await chunkCount()).toBe(3);
    expect((await store.readAll(id, 0, bytes.length)).equals(bytes)).toBe(true);
  });

  it('reads any slice, over the borders of chunks too', async () => {
    const id = await stored();
    const slices = [
      [0, 1],
      [CHUNK_BYTES - 1, 2],
      [CHUNK_BYTES, CHUNK_BYTES],
      [CHUNK_BYTES - 7, CHUNK_BYTES + 14],
      [bytes.length - 1, 1],
    ] as const;
    for (const [offset, length] of slices) {
      const slice = await store.readAll(id, offset, length);
      expect(slice.equals(bytes.subarray(offset, offset + length))).toBe(true);
    }
  });

  it('stores an empty blob as nothing', async () => {
    const id = await stored(new Uint8Array());
    expect(await chunkCount()).toBe(0);
    expect(await store.readAll(id, 0, 0)).toHaveLength(0);
  });

  it('says so if bytes are not there', async () => {
    const id = await stored();
    await expect(store.readAll(id, 0, bytes.length + 1)).rejects.toThrow(BlobGoneError);
    await store.delete(id);
    await expect(store.readAll(id, 0, 1)).rejects.toThrow(BlobGoneError);
  });

  it('deletes one blob and no other', async () => {
    const [one, other] = [await stored(), await stored()];
    await store.delete(one);
    await store.delete(one);
    expect((await store.readAll(other, 0, 10)).equals(bytes.subarray(0, 10))).toBe(true);
    expect(await chunkCount()).toBe(3);
  });

  it('leaves nothing behind if the open transaction is rolled back', async () => {
    const work = database.transaction(async () => {
      await store.put(randomUUID(), bytes);
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await chunkCount()).toBe(0);
  });
});
