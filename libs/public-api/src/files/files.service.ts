import { Injectable } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import type { CallerContext } from '@app/permissions';
import { toPageView } from '../shared';
import { decodeContent, encodeContent } from './content-encoding';
import { contentStream, STREAMED_BYTES } from './content-stream';
import { FileOrganizer } from './file-organizer';
import { FileReader } from './file-reader';
import { FileWriter } from './file-writer';
import { FilesRepository } from './files.repository';
import { toContentView, toFileView } from './files.schemas';
import type {
  DeleteFileQuery,
  FileReply,
  GetFileContentQuery,
  GetFileContentReply,
  ListFilesQuery,
  RenameFileBody,
  UpdateFileContentBody,
} from './files.schemas';

/** The operations on files, from request to reply. */
@Injectable()
export class FilesService {
  constructor(
    private readonly files: FilesRepository,
    private readonly reader: FileReader,
    private readonly writer: FileWriter,
    private readonly organizer: FileOrganizer,
  ) {}

  async list({ teamId }: CallerContext, query: ListFilesQuery) {
    return toPageView('files', await this.files.list(teamId, query, query), query, toFileView);
  }

  /** @returns the reply; of a large slice its JSON, written bit by bit */
  async read(
    { teamId }: CallerContext,
    query: GetFileContentQuery,
  ): Promise<GetFileContentReply | StreamableFile> {
    const { path, encoding, offset_bytes: offset, max_bytes: maxBytes } = query;
    const slice = await this.reader.readRaw(teamId, path, { encoding, offset, maxBytes });
    const { bytes, ...rest } = slice;
    if (bytes.length > STREAMED_BYTES) return contentStream(toContentView({ ...rest, content: '' }), bytes);
    return toContentView({ ...rest, content: encodeContent(bytes, rest.encoding) });
  }

  /** @returns the reply, and whether the file is new */
  async write({ teamId, userId }: CallerContext, body: UpdateFileContentBody) {
    const { file, created } = await this.writer.write(teamId, userId, {
      path: body.path,
      bytes: await decodeContent(body.content, body.encoding),
      contentType: body.content_type,
      overwrite: body.overwrite,
      ifMatch: body.if_match,
    });
    return { reply: { file: toFileView(file) }, created };
  }

  async rename({ teamId }: CallerContext, body: RenameFileBody): Promise<FileReply> {
    const file = await this.organizer.rename(teamId, body.path, body.new_name, body.if_match);
    return { file: toFileView(file) };
  }

  async delete({ teamId }: CallerContext, query: DeleteFileQuery) {
    await this.organizer.delete(teamId, query.path, query.if_match);
    return { success: true as const };
  }
}
