// Builds if there is no build yet or a source file is newer than it, so that one command starts the product.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = 'dist/.built';

function newestIn(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestIn(path) : statSync(path).mtimeMs);
  }
  return newest;
}

const sources = ['apps', 'libs'].map(newestIn);
const files = ['package.json', 'tsconfig.json', 'nest-cli.json'].map((file) => statSync(file).mtimeMs);
const built = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;

if (built < Math.max(...sources, ...files)) {
  process.stderr.write('Building …\n');
  rmSync('dist', { recursive: true, force: true });
  for (const app of ['api', 'cli']) {
    const result = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build', app], {
      stdio: ['ignore', 2, 2],
    });
    if (result.status !== 0) process.exit(result.status ?? 1);
  }
  writeFileSync(STAMP, '');
}
