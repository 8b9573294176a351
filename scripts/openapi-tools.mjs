#!/usr/bin/env node
// The package binary: builds first where there are sources, so that one command works in a fresh checkout.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
// Files are named from where the caller stands, sources from where the package is.
const from = process.cwd();
if (existsSync(join(root, 'apps'))) {
  process.chdir(root);
  await import('./ensure-build.mjs');
  process.chdir(from);
}
createRequire(import.meta.url)(join(root, 'dist/apps/openapi-tools/src/main.js'));
