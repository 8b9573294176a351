// The script of the documentation, as a reader runs it.
import assert from 'node:assert/strict';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS, ROOT } from '../support/paths.mjs';
import { run, scratchFolder, start } from '../support/processes.mjs';
import { approveFor } from './program-flow.mjs';

export async function checkExample(target, report) {
  const check = (claim, body) => report.check('docs/examples/sign-in.mjs', claim, body);
  const folder = scratchFolder();
  cpSync(join(ROOT, 'docs/examples/sign-in.mjs'), join(folder, 'sign-in.mjs'));
  symlinkSync(join(CLIENTS, 'node_modules'), join(folder, 'node_modules'));
  const args = ['sign-in.mjs', target.server.endpoint];

  await check('signs in and calls a tool', async () => {
    const child = start(process.execPath, args, { cwd: folder });
    let stdout = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    const ended = new Promise((resolve) => child.once('close', resolve));
    await approveFor(target, child.stderr);
    assert.equal(await ended, 0);
    assert.ok(JSON.parse(stdout).agents.length > 0);
  });
  await check('needs no browser the next time', async () => {
    const { code, stdout, stderr } = await run(process.execPath, args, { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.ok(JSON.parse(stdout).agents.length > 0);
  });
}
