import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const NAME = 'encryption.key';

/**
 * The key that an embedded installation makes for itself, beside its database. A backup of the folder without
 * this file has no readable secret in it.
 *
 * @returns 32 bytes; the file is made if it is missing, readable by its owner alone
 * @throws if the folder cannot be written, or the file holds something else
 */
export function keyFile(folder: string): Buffer {
  const path = join(folder, NAME);
  return read(path) ?? make(folder, path);
}

function read(path: string): Buffer | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new Error(
    `${path} does not hold 32 bytes in base64; put the file back from a backup, or remove it and sign in anew.`,
  );
}

/** Written whole before it gets its name: a crash leaves no half key, and of two processes one wins. */
function make(folder: string, path: string): Buffer {
  mkdirSync(folder, { recursive: true });
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'w', 0o600);
  writeSync(file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return read(path) as Buffer;
}
