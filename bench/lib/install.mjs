import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH } from './paths.mjs';

/** Installs peers and load generator on first use. Their install scripts are not needed and do not run. */
export function ensureInstalled() {
  if (existsSync(join(BENCH, 'node_modules', '.package-lock.json'))) return;
  process.stderr.write('Installing the peers …\n');
  const command = ['ci', '--prefix', BENCH, '--ignore-scripts', '--no-fund', '--no-audit'];
  const result = spawnSync('npm', command, { cwd: BENCH, stdio: ['ignore', 2, 2] });
  if (result.status !== 0) throw new Error('npm ci --prefix bench failed; see above.');
}
