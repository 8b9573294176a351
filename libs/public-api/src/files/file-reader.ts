import { Injectable } from '@nestjs/common';
import { BlobGoneError, BlobStore } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { encodeContent } from './content-encoding';
import type { Encoding } from './content-encoding';
import { FilesRepository } from './files.repository';
import type { FileRow } from './files.repository';
import { cutText, textWindow } from './text-slice';

/** How often a reader follows a file that is replaced while it reads. */
const ATTEMPTS = 3;

export interface SliceRequest {
  /** Left out: utf-8 for text, else base64. */
  readonly encoding?: Encoding | undefined;
  readonly offset: number;
  readonly maxBytes: number;
}

export interface FileSlice {
  readonly file: FileRow;
  readonly encoding: Encoding;
  readonly content: string;
  /** Where the next slice begins, in bytes; `null` at the end of the file. */
  readonly nextOffset: number | null;
}

/** A slice whose content is not encoded yet. */
export interface RawSlice {
  readonly file: FileRow;
  readonly encoding: Encoding;
  readonly bytes: Buffer;
  /** Where the next slice begins, in bytes; `null` at the end of the file. */
  readonly nextOffset: number | null;
}

/** Reads content in slices. */
@Injectable()
export class FileReader {
  constructor(
    private readonly files: FilesRepository,
    private readonly blobs: BlobStore,
  ) {}

  /**
   * @throws ApiException `not_found`; `not_text` if utf-8 is asked of a file that is not; `conflict` if the file
   * is replaced again and again while it is read
   */
  async read(teamId: TeamId, path: string, request: SliceRequest): Promise<FileSlice> {
    const { bytes, ...slice } = await this.readRaw(teamId, path, request);
    return { ...slice, content: encodeContent(bytes, slice.encoding) };
  }

  /** As `read`, for a reader who encodes a large slice bit by bit. */
  async readRaw(teamId: TeamId, path: string, request: SliceRequest): Promise<RawSlice> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const file = await this.files.find(teamId, path);
      if (!file) throw new ApiException('not_found');
      const encoding = request.encoding ?? (file.isText ? 'utf-8' : 'base64');
      if (encoding === 'utf-8' && !file.isText) throw new ApiException('not_text');
      try {
        const { slice, end } = await this.slice(file, encoding, request);
        const nextOffset = end < file.sizeBytes ? end : null;
        return { file, encoding, bytes: slice, nextOffset };
      } catch (error) {
        if (!(error instanceof BlobGoneError)) throw error;
      }
    }
    throw new ApiException('conflict', { message: 'The file is being replaced; try again.' });
  }

  private async slice(
    file: FileRow,
    encoding: Encoding,
    { offset, maxBytes }: SliceRequest,
  ): Promise<{ slice: Buffer; end: number }> {
    const size = file.sizeBytes;
    if (offset >= size) return { slice: Buffer.alloc(0), end: size };
    if (encoding === 'utf-8') {
      const window = textWindow(size, offset, maxBytes);
      const bytes = await this.blobs.readAll(file.blobId, window.offset, window.length);
      return cutText(bytes, window, offset, maxBytes);
    }
    const length = Math.min(maxBytes, size - offset);
    return { slice: await this.blobs.readAll(file.blobId, offset, length), end: offset + length };
  }
}
