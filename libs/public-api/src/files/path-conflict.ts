import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { FilesRepository } from './files.repository';

/**
 * Folders exist through their files alone, so a path cannot be both.
 * @throws ApiException `path_conflict` if the path is a folder or lies under a file
 */
export async function requireFreePath(files: FilesRepository, teamId: TeamId, path: string): Promise<void> {
  const other = await files.findCollision(teamId, path);
  if (other === undefined) return;
  const message = other.startsWith(`${path}/`)
    ? `The path ${path} is a folder: it holds ${other}.`
    : `The path lies under ${other}, which is a file.`;
  throw new ApiException('path_conflict', { message });
}
