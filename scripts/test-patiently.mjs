// Runs an npm script of Jest; the files that failed run once more, alone, and only their second failure counts.
//
// Many tests state how long something may take. Beside others on a busy machine a process may get no turn for longer
// than that, which says nothing about the product. What fails twice, or fails in many places, is no such thing. What
// passed only alone is named at the end, for somebody to look at.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** More files than this are no accident of a busy machine. */
const AT_MOST = 8;

const [script, ...args] = process.argv.slice(2);
if (!script) {
  console.error('usage: node scripts/test-patiently.mjs <npm script> [arguments of Jest]');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'tests-'));

function run(name, more) {
  const outcome = join(folder, `${name}.json`);
  const { status } = spawnSync('npm', ['run', script, '--', ...more, '--json', `--outputFile=${outcome}`], {
    stdio: 'inherit',
  });
  return { status: status ?? 1, failed: failedFiles(outcome) };
}

/** Files with a failed test, or that could not be run; none where Jest itself ended early. */
function failedFiles(outcome) {
  try {
    const { testResults } = JSON.parse(readFileSync(outcome, 'utf8'));
    return testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative('.', name));
  } catch {
    return [];
  }
}

function patiently() {
  const first = run('first', args);
  if (first.status === 0) return 0;
  if (first.failed.length === 0 || first.failed.length > AT_MOST) return first.status;
  console.log(`\n== once more, alone: ${first.failed.join(' ')}`);
  const { status } = run('second', ['-w', '1', '--runTestsByPath', ...first.failed]);
  if (status === 0) console.log(`\n== failed beside others and passed alone: ${first.failed.join(' ')}`);
  return status;
}

try {
  process.exitCode = patiently();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
