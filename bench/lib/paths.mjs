import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const BENCH = fileURLToPath(new URL('..', import.meta.url));
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `require` as the product itself would do it, so that one copy of each of its packages is loaded. */
export const requireFromProduct = createRequire(new URL('../../package.json', import.meta.url));
