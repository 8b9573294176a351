// Hosts that are given nothing but the URL: a person signs in and approves, and the host works.
import assert from 'node:assert/strict';
import { checkExample } from './example-flow.mjs';
import { checkInspector } from './inspector-flow.mjs';
import { checkMcpRemote } from './mcp-remote-flow.mjs';
import { checkSignIn } from './sdk-flow.mjs';
import { signInDrivers } from './sdk-drivers.mjs';

/** Short, so that tokens expire while the run watches. */
const ACCESS_TOKEN_SECONDS = 5;

/** @param start starts the server */
export async function checkOAuth(report, start) {
  const server = await start({ env: { OAUTH_ACCESS_TOKEN_SECONDS: String(ACCESS_TOKEN_SECONDS) } });
  const target = { server, person: server.person, accessTokenSeconds: ACCESS_TOKEN_SECONDS };
  for (const driver of signInDrivers) await checkSignIn(driver, target, report);
  await checkInspector(target, report);
  await checkMcpRemote(target, report);
  await checkExample(target, report);
  await report.check('the server, signing in', 'answers nothing with a 5xx', async () => {
    assert.deepEqual(server.faults(), []);
  });
  await server.stop();
}
