import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../../..');

/** @returns the text of a file of the repository */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
