import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import { Database } from '../database.service';
import { blobChunksTable } from './blob-chunks.tables';
import { BlobGoneError, BlobStore } from './blob-store';
import { chunkParts, rechunk } from './chunks';

/**
 * Keeps blobs as rows beside the rest, so that file row and content commit together.
 *
 * - Joins the open transaction: a write that is rolled back leaves no chunk behind.
 * - One chunk a statement, and a turn of the event loop after each, so that other requests are served meanwhile.
 */
@Injectable()
export class DatabaseBlobStore extends BlobStore {
  constructor(private readonly database: Database) {
    super();
  }

  put(blobId: string, source: Uint8Array | AsyncIterable<Uint8Array>): Promise<number> {
    return this.database.transaction(async () => {
      let n = 0;
      let size = 0;
      for await (const chunk of rechunk(source)) {
        const bytes = sql`decode(${chunk.toString('base64')}, 'base64')`;
        await this.database.handle.insert(blobChunksTable).values({ blobId, n, bytes });
        n += 1;
        size += chunk.length;
        await nextTurn();
      }
      return size;
    });
  }

  async *read(blobId: string, offset: number, length: number): AsyncGenerator<Buffer> {
    for (const part of chunkParts(offset, length)) {
      const range = sql`from ${part.start + 1}::int for ${part.length}::int`;
      const slice = sql<string>`encode(substring(${blobChunksTable.bytes} ${range}), 'base64')`;
      const [row] = await this.database.handle
        .select({ slice })
        .from(blobChunksTable)
        .where(and(eq(blobChunksTable.blobId, blobId), eq(blobChunksTable.n, part.n)));
      const bytes = Buffer.from(row?.slice ?? '', 'base64');
      if (bytes.length !== part.length)
        throw new BlobGoneError(`Blob ${blobId} lacks bytes of chunk ${part.n}.`);
      yield bytes;
      await nextTurn();
    }
  }

  async delete(blobId: string): Promise<void> {
    await this.database.handle.delete(blobChunksTable).where(eq(blobChunksTable.blobId, blobId));
  }
}
