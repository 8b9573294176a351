import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOCKET_FILE = 'control.sock';
/** Systems allow 104 to 108 bytes (unix(7), `sun_path`). */
const MAX_PATH_BYTES = 100;

/**
 * Where the control socket of a data folder is: in the folder, or, where that path is too long for a socket,
 * under a name in the temporary folder that server and command both derive from the folder.
 */
export function controlSocketPath(folder: string): string {
  const real = realPathOf(folder);
  const path = join(real, SOCKET_FILE);
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return path;
  const digest = createHash('sha256').update(real).digest('hex').slice(0, 16);
  return join(tmpdir(), `duvo-${digest}.sock`);
}

function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
