// The suite's scenarios for authorization servers. It plays the client; a scripted browser plays the person.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { approveFor } from '../clients/oauth/program-flow.mjs';
import { CLIENTS, inPackage } from '../clients/support/paths.mjs';
import { start } from '../clients/support/processes.mjs';
import { startServer } from '../clients/support/server.mjs';
import { here } from './suite.mjs';

const PROGRAM = inPackage('@modelcontextprotocol/conformance', 'dist/index.js');

/** How many scenarios must succeed; fewer would mean that the suite looked at less. */
const SCENARIOS = 3;

export async function testAuthorization(report) {
  const server = await startServer();
  const port = await freePort();
  const clientId = await register(server, `http://127.0.0.1:${port}/callback`);
  await report.check('authorization', `all ${SCENARIOS} scenarios succeed`, async () => {
    const child = start(
      process.execPath,
      [
        ...['--import', here('register.mjs'), PROGRAM, 'authorization', '--url', server.url],
        ...['--client-id', clientId, '--resource', server.endpoint, '--port', String(port)],
      ],
      { cwd: CLIENTS, env: { PATH: process.env.PATH } },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const ended = once(child, 'close');
    await approveFor({ server, person: server.person }, child.stdout);
    const [code] = await ended;
    assert.equal(code, 0, output);
    const passed = /Total: (\d+) passed, (\d+) failed/.exec(output);
    assert.deepEqual(passed?.slice(1).map(Number), [SCENARIOS, 0], output);
  });
  await server.stop();
}

/** The suite wants a client that is registered already. */
async function register(server, redirectUri) {
  const response = await fetch(`${server.url}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'Conformance suite',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  });
  assert.equal(response.status, 201);
  return (await response.json()).client_id;
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
