// Generates the migration for changed tables; with --check it only says whether one is missing.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'libs/database/drizzle';
const TOOL = 'scripts/migrations';
const check = process.argv.includes('--check');

function run(command, args) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  if (result.status !== 0) process.exit(result.status ?? 1);
  return result.stdout;
}

const lock = join(TOOL, 'package-lock.json');
const installed = join(TOOL, 'node_modules/.package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  run('npm', ['ci', '--prefix', TOOL, '--no-audit', '--no-fund', '--loglevel=error']);
}

// drizzle-kit writes beside what it compares with, so a check works on a copy.
const out = check ? join(TOOL, '.check') : FOLDER;
if (check) cpSync(FOLDER, out, { recursive: true });
const config = join(TOOL, 'drizzle.generated.json');
// The compiled tables: there `@app/*` is already resolved, which drizzle-kit cannot do itself.
writeFileSync(config, JSON.stringify({ dialect: 'postgresql', schema: './dist/libs/**/*.tables.js', out }));
const before = readdirSync(out).length;
const said = run(process.execPath, [
  join(TOOL, 'node_modules/drizzle-kit/bin.cjs'),
  'generate',
  '--config',
  config,
]);
const changed = readdirSync(out).length !== before;
rmSync(config);
if (check) rmSync(out, { recursive: true });

// It exits 0 even when it fails, so what it did is what counts.
if (!changed && !said.includes('No schema changes')) {
  process.stderr.write(`${said}\nThe tables could not be compared with the migrations.\n`);
  process.exit(1);
}
if (check && changed) {
  process.stderr.write('Tables have changed without a migration; run npm run db:generate and commit it.\n');
  process.exit(1);
}
if (!check) process.stdout.write(said);
