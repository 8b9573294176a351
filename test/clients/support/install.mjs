// The clients are large, so only the commands that need them install them.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS, ROOT } from './paths.mjs';

/** Installs the packages of the lock unless that has been done. Several of them ask for Node 22 and run on 20. */
export function installClients() {
  const installed = join(CLIENTS, 'node_modules/.package-lock.json');
  const lock = join(CLIENTS, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write('Installing the test clients …\n');
  const { status } = spawnSync('npm', ['ci', '--prefix', CLIENTS, '--no-progress'], {
    cwd: CLIENTS,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error(`npm ci --prefix ${CLIENTS.slice(ROOT.length)} failed.`);
}

/** Builds the product unless the build is newer than its sources. */
export function buildProduct() {
  const { status } = spawnSync(process.execPath, ['scripts/ensure-build.mjs'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('The build failed.');
}
