import { foldersOf, PATH_MAX_BYTES, pathFault } from '../files';

/** The folder that every file of a sandbox lies in. */
export const WORKSPACE = '/workspace';
const PREFIX = `${WORKSPACE}/`;

/** Longest path in bytes of UTF-8: the rules of files hold for what follows the prefix. */
export const SANDBOX_PATH_MAX_BYTES = PREFIX.length + PATH_MAX_BYTES;

/** @returns what is wrong with the path of a file in a sandbox, as the end of a sentence; `undefined` if nothing is */
export function sandboxPathFault(path: string): string | undefined {
  if (!path.startsWith(PREFIX)) return `must begin with ${PREFIX}`;
  const fault = pathFault(path.slice(PREFIX.length));
  return fault && `${fault}, after ${PREFIX}`;
}

/** @returns what is wrong with the path of a folder in a sandbox; the workspace itself is one */
export function sandboxFolderFault(path: string): string | undefined {
  if (path === WORKSPACE) return undefined;
  if (!path.startsWith(PREFIX)) return `must be ${WORKSPACE} or begin with ${PREFIX}`;
  return sandboxPathFault(path);
}

/** @returns the folders below the workspace that a file lies in, outermost first */
export function sandboxFoldersOf(path: string): string[] {
  return foldersOf(path.slice(PREFIX.length)).map((folder) => PREFIX + folder);
}
