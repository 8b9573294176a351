import { asTeamId, BlobGoneError, BlobStore } from '@app/database';
import { FileReader } from './file-reader';
import type { FileRow, FilesRepository } from './files.repository';

const TEAM = asTeamId('7b1f0c52-0000-4000-8000-000000000001');
const WHOLE = { offset: 0, maxBytes: 100 };

/** Blobs by id; an id that is not there was replaced in between. */
class MemoryBlobs extends BlobStore {
  constructor(private readonly blobs: Record<string, string>) {
    super();
  }

  put(): Promise<number> {
    throw new Error('not used');
  }

  async *read(blobId: string, offset: number, length: number): AsyncGenerator<Uint8Array> {
    const bytes = this.blobs[blobId];
    if (bytes === undefined) throw new BlobGoneError(blobId);
    yield Buffer.from(bytes).subarray(offset, offset + length);
  }

  delete(): Promise<void> {
    throw new Error('not used');
  }
}

/** A reader that finds one row after the other. */
function readerOf(blobIds: readonly string[], blobs: Record<string, string>): FileReader {
  const rows = blobIds.map((blobId) => ({ blobId, etag: blobId, sizeBytes: 5, isText: true }) as FileRow);
  const files = { find: () => Promise.resolve(rows.shift()) } as unknown as FilesRepository;
  return new FileReader(files, new MemoryBlobs(blobs));
}

describe('FileReader', () => {
  it('reads the new content, with its etag, if the file was replaced in between', async () => {
    const slice = await readerOf(['old', 'new'], { new: 'hello' }).read(TEAM, 'a', WHOLE);
    expect(slice).toMatchObject({ content: 'hello', nextOffset: null, file: { etag: 'new' } });
  });

  it('says not_found if the file was deleted in between', async () => {
    await expect(readerOf(['old'], {}).read(TEAM, 'a', WHOLE)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('gives up on a file that is replaced again and again', async () => {
    const reader = readerOf(['1', '2', '3', '4'], { '4': 'hello' });
    await expect(reader.read(TEAM, 'a', WHOLE)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('does not hide other failures', async () => {
    const reader = readerOf(['1'], {
      get 1(): string {
        throw new Error('disk');
      },
    });
    await expect(reader.read(TEAM, 'a', WHOLE)).rejects.toThrow('disk');
  });
});
