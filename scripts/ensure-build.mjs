// Builds what has no build yet or has a source file newer than it, so that one command starts the product.
// --dashboard: the dashboard alone.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';

const DASHBOARD = join('apps', 'dashboard');
const DASHBOARD_OUT = join('dist', DASHBOARD);
const TOKENS = 'libs/oauth-server/src/pages/design-tokens.ts';

function* filesIn(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === DASHBOARD || path.startsWith(join('dist', '.'))) continue;
    if (entry.isDirectory()) yield* filesIn(path);
    else yield path;
  }
}

function newestOf(paths) {
  return Math.max(...paths.map((path) => statSync(path).mtimeMs));
}

/** What a deleted source file left behind; the rest stays, because a running server may still load it. */
function removeStale() {
  const compiled = [...filesIn('dist')].filter((path) => !path.startsWith(DASHBOARD_OUT + sep));
  for (const file of compiled.filter((path) => /\.js(\.map)?$/.test(path))) {
    const source = relative('dist', file).replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(source)) rmSync(file);
  }
}

/** Builds if a source is newer than the stamp. A file saved while the build runs makes the next one build again. */
function ensure(name, stamp, sources, build) {
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  if (built >= newestOf(sources)) return;
  const begun = new Date();
  process.stderr.write(`Building ${name} …\n`);
  build();
  writeFileSync(stamp, begun.toISOString());
  utimesSync(stamp, begun, begun);
  process.stderr.write(`Built ${name} in ${((Date.now() - begun.getTime()) / 1000).toFixed(1)} s.\n`);
}

function run(...args) {
  // What is built is what is shipped, also where a test asks for it.
  const env = { ...process.env, NODE_ENV: 'production' };
  const result = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2], env });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

function buildServer() {
  run('node_modules/@nestjs/cli/bin/nest.js', 'build', 'api');
  removeStale();
}

/** Beside the one in use, which is then replaced as a whole: a page never finds half a build. */
function buildDashboard() {
  const fresh = join('dist', `.dashboard-${process.pid}`);
  mkdirSync('dist', { recursive: true });
  run(
    'node_modules/vite/bin/vite.js',
    'build',
    DASHBOARD,
    '--outDir',
    join('..', '..', fresh),
    '--logLevel',
    'error',
  );
  rmSync(DASHBOARD_OUT, { recursive: true, force: true });
  mkdirSync(join('dist', 'apps'), { recursive: true });
  try {
    renameSync(fresh, DASHBOARD_OUT);
  } catch (error) {
    // Somebody else who built at the same time was faster; theirs is as good.
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(DASHBOARD_OUT, 'index.html'))) throw error;
  }
}

const settings = ['package.json', 'scripts/ensure-build.mjs'];
if (!process.argv.includes('--dashboard')) {
  const sources = ['apps', 'libs'].flatMap((folder) => [...filesIn(folder)]);
  const own = ['tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];
  ensure('the server', 'dist/.built', [...sources, ...settings, ...own], buildServer);
}
ensure(
  'the dashboard',
  join(DASHBOARD_OUT, '.built'),
  [
    ...filesIn(join(DASHBOARD, 'src')),
    join(DASHBOARD, 'index.html'),
    join(DASHBOARD, 'vite.config.mts'),
    TOKENS,
    ...settings,
  ],
  buildDashboard,
);
