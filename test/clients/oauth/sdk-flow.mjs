// The reference flow with the official clients: connect, call, expire, refresh, revoke, reconnect.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from './browser.mjs';
import { memoryProvider } from './memory-provider.mjs';

/** What goes over the wire until the first authorized message, in this order. */
const WIRE_ORDER = [
  'POST /v1/mcp 401',
  'GET /.well-known/oauth-protected-resource/v1/mcp 200',
  'GET /.well-known/oauth-authorization-server 200',
  'POST /oauth/register 201',
];

/** The v1 client does not name its error. */
const isUnauthorized = (error) => error.constructor.name === 'UnauthorizedError';

/**
 * @param driver `title` and `open(endpoint, { authProvider, fetch })`, which gives `{ connect, finishAuth, call, close }`
 * @param target `server`, `person`, `accessTokenSeconds`
 */
export async function checkSignIn(driver, { server, person, accessTokenSeconds }, report) {
  const check = (claim, body) => report.check(`${driver.title}, signing in`, claim, body);
  const browser = new Browser(server.url, person);
  const provider = memoryProvider();
  const wire = [];
  const recorded = async (input, init) => {
    const response = await fetch(input, init);
    wire.push(`${init?.method ?? 'GET'} ${new URL(String(input)).pathname} ${response.status}`);
    return response;
  };
  const open = () => driver.open(server.endpoint, { authProvider: provider, fetch: recorded });
  const listsAgents = async (session) => {
    const result = await session.call('list_agents', { limit: 1 });
    assert.equal(result.isError ?? false, false);
    assert.equal(result.structuredContent.agents.length, 1);
  };
  /** The host is sent to sign in; the person approves; the host connects again. */
  const signIn = async () => {
    const first = await open();
    await assert.rejects(() => first.connect(), isUnauthorized);
    const asked = provider.kept.asked;
    const arrived = await browser.approve(asked);
    assert.equal(arrived.searchParams.get('state'), asked.searchParams.get('state'));
    assert.equal(arrived.searchParams.get('iss'), server.url);
    await first.finishAuth(arrived.searchParams);
    await first.close();
    const session = await open();
    await session.connect();
    return session;
  };

  let session;
  await check('connects with nothing but the URL', async () => {
    session = await signIn();
    assert.deepEqual(wire.slice(0, WIRE_ORDER.length), WIRE_ORDER);
    const asked = provider.kept.asked.searchParams;
    assert.equal(asked.get('code_challenge_method'), 'S256');
    assert.equal(asked.get('resource'), server.endpoint);
    assert.equal(provider.kept.tokens.token_type, 'Bearer');
    assert.equal(provider.kept.tokens.expires_in, accessTokenSeconds);
  });
  if (!session) return;
  await check('calls a tool', () => listsAgents(session));
  await check('refreshes by itself when the token has expired', async () => {
    const before = provider.kept.tokens;
    await sleep(accessTokenSeconds * 1000 + 300);
    await listsAgents(session);
    assert.notEqual(provider.kept.tokens.access_token, before.access_token);
    assert.notEqual(provider.kept.tokens.refresh_token, before.refresh_token);
  });
  await check('is cut off by the operator, and asks to sign in again', async () => {
    const { apps } = await server.command('oauth', 'apps', 'list', '--json');
    const mine = apps.filter(({ client_id }) => client_id === provider.kept.client.client_id);
    assert.equal(mine.length, 1);
    await server.command('oauth', 'apps', 'revoke', '--app', mine[0].id, '--json');
    const asked = provider.kept.asked;
    await assert.rejects(() => listsAgents(session), isUnauthorized);
    assert.notEqual(provider.kept.asked, asked);
    await session.close();
  });
  await check('signs in again and goes on as the same client', async () => {
    const { client_id } = provider.kept.client;
    session = await signIn();
    await listsAgents(session);
    assert.equal(provider.kept.client.client_id, client_id);
    await session.close();
  });
  await check('registers anew when the server has forgotten it', async () => {
    const { client_id } = provider.kept.client;
    provider.kept.client = { ...provider.kept.client, client_id: `${client_id}-gone` };
    provider.kept.tokens = { ...provider.kept.tokens, access_token: 'gone', refresh_token: 'gone' };
    session = await signIn();
    await listsAgents(session);
    assert.notEqual(provider.kept.client.client_id, `${client_id}-gone`);
    await session.close();
  });
}
