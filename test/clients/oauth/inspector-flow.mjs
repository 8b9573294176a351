// The MCP Inspector on the command line, signing in.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { inPackage } from '../support/paths.mjs';
import { scratchFolder, start } from '../support/processes.mjs';
import { approveFor } from './program-flow.mjs';

const PROGRAM = inPackage('@modelcontextprotocol/inspector', 'clients/launcher/build/index.js');

export async function checkInspector(target, report) {
  for (const era of ['legacy', 'modern']) {
    await report.check(
      `inspector ${era}, signing in`,
      'lists the tools with nothing but the URL',
      async () => {
        const home = scratchFolder();
        const child = start(
          process.execPath,
          [
            ...[PROGRAM, '--cli', target.server.endpoint, '--transport', 'http', '--protocol-era', era],
            ...['--format', 'json', '--method', 'tools/list'],
          ],
          {
            env: {
              PATH: process.env.PATH,
              HOME: home,
              MCP_STORAGE_DIR: join(home, 'storage'),
              MCP_INSPECTOR_SECRET_STORE: 'memory',
              // Else it refuses to sign in where nobody sits at a terminal.
              MCP_AUTO_OPEN_ENABLED: 'true',
            },
          },
        );
        let stdout = '';
        child.stdout.on('data', (chunk) => (stdout += chunk));
        const ended = new Promise((resolve) => child.once('close', resolve));
        await approveFor(target, child.stderr);
        assert.equal(await ended, 0);
        assert.ok(JSON.parse(stdout).result.tools.length > 50);
      },
    );
  }
}
