import { z } from 'zod';
import { FILE_MAX_BYTES, isoTime, pageQuery, pageReply, queryIntOr, search, text, uuid } from '../shared';
import { ENCODINGS } from './content-encoding';
import { nameFault, nameOf, PATH_MAX_BYTES, pathFault } from './file-path';
import type { FileSlice } from './file-reader';
import type { FileRow } from './files.repository';

/** Bytes of a slice unless asked otherwise; a result then fits the token budget of a tool. */
const DEFAULT_SLICE_BYTES = 65_536;

/** A string that a rule judges; the rule gives the fault as the end of a sentence. */
export const judged = (fault: (value: string) => string | undefined, maxLength: number) =>
  z
    .string()
    .superRefine((value, context) => {
      const message = fault(value);
      if (message) context.addIssue({ code: 'custom', message, input: value });
    })
    .meta({ minLength: 1, maxLength });

/** Path of a file, also where a config refers to one. */
export const filePath = () => judged(pathFault, PATH_MAX_BYTES);

const requestPath = () => filePath().describe('Relative path, such as invoices/2026/INV-1001.txt');
const ifMatch = () => text(1, 255).optional().describe('Only if the file still has this etag');

export const fileSchema = z
  .strictObject({
    path: z.string(),
    name: z.string(),
    size_bytes: z.int().min(0),
    content_type: z.string(),
    etag: z.string(),
    created_by: uuid(),
    created_at: isoTime(),
    updated_at: isoTime(),
  })
  .meta({
    id: 'File',
    description: 'A file of the team. The etag changes with every change of the content.',
  });

export const listFilesQuery = z.strictObject({
  prefix: text(0, PATH_MAX_BYTES).optional().describe('Start of the path, such as invoices/2026/'),
  search: search().describe('Any part of the path, ignoring case'),
  ...pageQuery(1000, 200),
});
export const listFilesReply = pageReply('files', fileSchema);

export const getFileContentQuery = z.strictObject({
  path: requestPath(),
  encoding: z.enum(ENCODINGS).optional().describe('Left out: utf-8 for text, else base64'),
  offset_bytes: queryIntOr(0, Number.MAX_SAFE_INTEGER, 0).describe(
    'To continue: next_offset_bytes of the slice before',
  ),
  max_bytes: queryIntOr(1, FILE_MAX_BYTES, DEFAULT_SLICE_BYTES).describe(
    'Longest slice of the file, in bytes',
  ),
});
export const getFileContentReply = z.strictObject({
  path: z.string(),
  content: z.string(),
  encoding: z.enum(ENCODINGS),
  content_type: z.string(),
  size_bytes: z.int().min(0).describe('Size of the whole file'),
  etag: z.string(),
  next_offset_bytes: z.int().min(1).nullable().describe('Where the next slice begins; null at the end'),
});

export const updateFileContentBody = z.strictObject({
  path: requestPath(),
  content: z.string(),
  encoding: z.enum(ENCODINGS).default('utf-8').describe('How content is given'),
  content_type: text(1, 255).optional().describe('Media type; left out: guessed from the name'),
  overwrite: z.boolean().default(true).describe('false: only create'),
  if_match: ifMatch(),
});
export const renameFileBody = z.strictObject({
  path: requestPath(),
  new_name: judged(
    (name) => (Array.from(name).length > 255 ? 'must have at most 255 characters' : nameFault(name)),
    255,
  ).describe('Name without folder, with the same extension'),
  if_match: ifMatch(),
});
export const fileReply = z.strictObject({ file: fileSchema });

export const deleteFileQuery = z.strictObject({ path: requestPath(), if_match: ifMatch() });

export type GetFileContentReply = z.infer<typeof getFileContentReply>;
export type FileReply = z.infer<typeof fileReply>;
export type ListFilesQuery = z.infer<typeof listFilesQuery>;
export type GetFileContentQuery = z.infer<typeof getFileContentQuery>;
export type UpdateFileContentBody = z.infer<typeof updateFileContentBody>;
export type RenameFileBody = z.infer<typeof renameFileBody>;
export type DeleteFileQuery = z.infer<typeof deleteFileQuery>;

/** @returns the reply object of a file */
export function toFileView(row: FileRow): z.infer<typeof fileSchema> {
  return {
    path: row.path,
    name: nameOf(row.path),
    size_bytes: row.sizeBytes,
    content_type: row.contentType,
    etag: row.etag,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** @returns the reply of a content slice */
export function toContentView(slice: FileSlice): GetFileContentReply {
  return {
    path: slice.file.path,
    content: slice.content,
    encoding: slice.encoding,
    content_type: slice.file.contentType,
    size_bytes: slice.file.sizeBytes,
    etag: slice.file.etag,
    next_offset_bytes: slice.nextOffset,
  };
}
