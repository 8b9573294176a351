// Builds if there is no build yet or a source file is newer than it, so that one command starts the product.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const STAMP = 'dist/.built';

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

function newestOf(paths) {
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}

/** What a deleted source file left behind; the rest stays, because a running server may still load it. */
function removeStale() {
  for (const file of [...filesIn('dist')].filter((path) => /\.js(\.map)?$/.test(path))) {
    const source = relative('dist', file).replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(source)) rmSync(file);
  }
}

const sources = ['apps', 'libs'].flatMap((folder) => [...filesIn(folder)]);
const built = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
if (built < newestOf([...sources, 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'])) {
  const begun = new Date();
  process.stderr.write('Building …\n');
  const result = spawnSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'api'], {
    stdio: ['ignore', 2, 2],
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
  removeStale();
  // A file saved while the build ran is newer than the stamp and makes the next one build again.
  writeFileSync(STAMP, begun.toISOString());
  utimesSync(STAMP, begun, begun);
}
