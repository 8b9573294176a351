// Jest needs Node's VM modules flag (PGlite imports dynamically); arguments are passed on.
import { spawnSync } from 'node:child_process';

const args = process.argv.slice(2);
// Processes that are killed and waited for take their time: only npm run test:all asks for them.
const quick = args.includes('--selectProjects') ? [] : ['--ignoreProjects', 'long'];

const result = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...args, ...quick],
  { stdio: 'inherit' },
);
process.exit(result.status ?? 1);
