// One run of the conformance suite in a process of its own, and what it found.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLIENTS, inPackage } from '../clients/support/paths.mjs';
import { run, scratchFolder } from '../clients/support/processes.mjs';

const PROGRAM = inPackage('@modelcontextprotocol/conformance', 'dist/index.js');

/** Longest time that a run may take, in milliseconds. */
const LIMIT = 120_000;

/** Every scenario also checks the form of the messages. That check passes even where the scenario's own fails. */
const FORM = 'wire-schema-valid';

/** @returns absolute path of a file beside this one */
export const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * @param {string} endpoint URL of the endpoint
 * @param {string[]} args what to run
 * @returns exit code, output, and by scenario the number of its own checks that succeeded
 */
export async function runSuite(endpoint, args) {
  const results = scratchFolder();
  const { code, stdout, stderr } = await run(
    process.execPath,
    ['--import', here('register.mjs'), PROGRAM, 'server', '--url', endpoint, '-o', results, ...args],
    { cwd: CLIENTS, env: { PATH: process.env.PATH }, limit: LIMIT },
  );
  return { code, output: `${stdout}${stderr}`, succeeded: readResults(results) };
}

/** A folder per scenario, named `server-<scenario>-<time>`. */
function readResults(folder) {
  const succeeded = new Map();
  for (const name of readdirSync(folder)) {
    const scenario = /^server-(.+?)-\d{4}-\d{2}-\d{2}T/.exec(name)?.[1];
    if (!scenario) continue;
    const checks = JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8'));
    const own = checks.filter(({ id, status }) => id !== FORM && status === 'SUCCESS');
    succeeded.set(scenario, own.length);
  }
  return succeeded;
}
