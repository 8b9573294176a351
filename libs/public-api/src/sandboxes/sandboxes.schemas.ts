import { z } from 'zod';
import { ENCODINGS, judged } from '../files';
import { idParam, isoTime, pageQuery, pageReply, text, uuid } from '../shared';
import { sandboxFolderFault, sandboxPathFault, SANDBOX_PATH_MAX_BYTES, WORKSPACE } from './sandbox-path';
import type { FolderEntry } from './sandbox-files.repository';
import type { Sandbox } from './sandboxes.repository';

const SANDBOX_STATUSES = ['active', 'expired'] as const;
const ENTRY_TYPES = ['file', 'dir'] as const;

export const sandboxParam = idParam('sandbox_id');

export const sandboxSchema = z
  .strictObject({
    id: uuid(),
    name: z.string().nullable(),
    status: z.enum(SANDBOX_STATUSES),
    run_id: uuid().nullable().describe('Live run that it serves'),
    file_count: z.int().min(0),
    created_by: uuid(),
    created_at: isoTime(),
    expires_at: isoTime(),
  })
  .meta({ id: 'Sandbox', description: 'A working folder for runs that vanishes when it expires.' });
export type SandboxView = z.infer<typeof sandboxSchema>;

export const listSandboxesQuery = z.strictObject({
  status: z.enum(SANDBOX_STATUSES).optional(),
  ...pageQuery(100, 20),
});
export const listSandboxesReply = pageReply('sandboxes', sandboxSchema);

export const createSandboxBody = z.strictObject({
  name: text(1, 100).optional(),
  expires_in_minutes: z.int().min(5).max(1440).default(60),
});
export const sandboxReply = z.strictObject({ sandbox: sandboxSchema });

export const listSandboxFilesQuery = z.strictObject({
  path: judged(sandboxFolderFault, SANDBOX_PATH_MAX_BYTES).default(WORKSPACE).describe('Folder to look into'),
  ...pageQuery(1000, 200),
});
const entrySchema = z.strictObject({
  name: z.string(),
  path: z.string(),
  type: z.enum(ENTRY_TYPES),
  size_bytes: z.int().min(0).nullable().describe('null for a folder'),
});
export const listSandboxFilesReply = pageReply('files', entrySchema);

export const uploadSandboxFileBody = z.strictObject({
  path: judged(sandboxPathFault, SANDBOX_PATH_MAX_BYTES).describe(
    'Absolute path, such as /workspace/in/data.csv',
  ),
  content: z.string(),
  encoding: z.enum(ENCODINGS).default('utf-8').describe('How content is given'),
});
export const uploadSandboxFileReply = z.strictObject({ path: z.string(), size_bytes: z.int().min(0) });

export type ListSandboxesQuery = z.infer<typeof listSandboxesQuery>;
export type CreateSandboxBody = z.infer<typeof createSandboxBody>;
export type ListSandboxFilesQuery = z.infer<typeof listSandboxFilesQuery>;
export type UploadSandboxFileBody = z.infer<typeof uploadSandboxFileBody>;

/** @returns the reply object of a sandbox */
export function toSandboxView(sandbox: Sandbox): SandboxView {
  return {
    id: sandbox.id,
    name: sandbox.name,
    status: sandbox.isActive ? 'active' : 'expired',
    run_id: sandbox.runId,
    file_count: sandbox.fileCount,
    created_by: sandbox.createdBy,
    created_at: sandbox.createdAt.toISOString(),
    expires_at: sandbox.expiresAt.toISOString(),
  };
}

/** @returns the reply object of what lies in a folder */
export function toEntryView(folder: string, entry: FolderEntry): z.infer<typeof entrySchema> {
  return {
    name: entry.name,
    path: `${folder}/${entry.name}`,
    type: entry.isFolder ? 'dir' : 'file',
    size_bytes: entry.isFolder ? null : entry.sizeBytes,
  };
}
