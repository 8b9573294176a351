import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the product. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Folder with the packages of the clients. */
export const CLIENTS = fileURLToPath(new URL('..', import.meta.url));

/** @returns absolute path inside an installed package */
export function inPackage(name, file) {
  return join(CLIENTS, 'node_modules', name, file);
}
