// What every client must be able to do with the server.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { protocolError, refused } from './outcome.mjs';

/** How long a log line may lag behind the reply it tells of, in milliseconds. */
const LOG_LAG = 3000;

const NOBODY = '00000000-0000-4000-8000-000000000000';

/**
 * Checks one client.
 *
 * @param driver `connect({ endpoint, key })` gives a session with `listTools`, `call` and `close`; `outcomeOf`
 *   turns what a session throws into an outcome; `revision` is the one the client must come to speak
 * @param target `server`, `endpoint`, `keys` (full, readOnly, unknown), `operations` (all, read)
 */
export async function checkClient(driver, target, report) {
  const { server, endpoint, keys, operations } = target;
  const check = (claim, body) => report.check(driver.title, claim, body);
  const connect = (key) => driver.connect({ endpoint, key });
  const outcome = async (body) => {
    try {
      return await body();
    } catch (error) {
      return driver.outcomeOf(error);
    }
  };
  // The server writes its log in batches; what the client before did must be in before we count.
  await sleep(400);
  const began = server.requests.length;
  const name = `${driver.title} ${randomUUID()}`;

  let session;
  await check('lists the tools', async () => {
    session = await connect(keys.full);
    assert.deepEqual((await session.listTools()).sort(), operations.all);
  });
  if (!session) return;

  await check('reads', async () => {
    const { kind, value } = await outcome(() => session.call('list_agents', { limit: 2 }));
    assert.equal(kind, 'result');
    assert.equal(value.agents.length, 2);
  });
  await check('writes', async () => {
    const { kind, value } = await outcome(() => session.call('create_agent', { name }));
    assert.equal(kind, 'result');
    const stored = await agentNamed(target, name);
    assert.equal(stored?.id, value.agent.id);
  });
  await check('shows the error of a tool', async () => {
    const { kind, value } = await outcome(() => session.call('get_agent', { agent_id: NOBODY }));
    assert.equal(kind, 'tool-error');
    const { error, status, retryable } = value;
    assert.deepEqual({ error, status, retryable }, { error: 'not_found', status: 404, retryable: false });
  });
  await check('shows that a tool is unknown', async () => {
    const unknown = await outcome(() => session.call('no_such_tool', {}));
    assert.deepEqual(unknown, driver.unknownTool ?? protocolError(-32602));
  });
  await check(`speaks ${driver.revision}`, async () => {
    const calls = await logged(
      server,
      began,
      (line) => line.rpc_method === 'tools/call' && line.operation !== 'mcp',
      3,
    );
    assert.deepEqual(
      calls.map((line) => line.tool),
      ['list_agents', 'create_agent', 'get_agent'],
    );
    for (const line of calls) {
      assert.equal(line.revision, driver.revision);
      assert.equal(line.client, driver.clientName);
    }
  });
  await session.close();

  await check('is refused with an unknown key (401)', async () => {
    const from = server.requests.length;
    const refusal = await outcome(async () => (await connect(keys.unknown)).listTools());
    assert.deepEqual(refusal, driver.unauthorized ?? refused(401));
    const anonymous = (line) => line.operation === 'mcp' && line.credential === undefined;
    const lines = await logged(server, from, anonymous, 1);
    assert.ok(lines.length > 0, 'the server has seen no such request');
    for (const line of lines) assert.deepEqual([line.status, line.error], [401, 'invalid_token']);
  });
  await check('is refused a write with a read-only key', async () => {
    const forbidden = `${name} forbidden`;
    const from = server.requests.length;
    const reader = await connect(keys.readOnly);
    assert.deepEqual((await reader.listTools()).sort(), operations.read);
    const refusal = await outcome(() => reader.call('create_agent', { name: forbidden }));
    await reader.close();
    const expected = driver.insufficientScope ?? refused(403);
    assert.deepEqual(refusal, expected);
    assert.equal(await agentNamed(target, forbidden), undefined);
    if (expected.kind === 'not-listed') return;
    const [call] = await logged(server, from, (line) => line.tool === 'create_agent', 1);
    assert.deepEqual([call.status, call.error], [403, 'insufficient_scope']);
  });
  if (driver.stepUp) {
    await check('follows the challenge of a 403', async () => {
      const metadata = `${server.url}/.well-known/oauth-protected-resource/v1/mcp`;
      assert.deepEqual(await driver.stepUp({ endpoint, key: keys.readOnly }), {
        error: 'insufficient_scope',
        scope: 'mcp:read mcp:write',
        metadata,
        next: `GET ${metadata}`,
      });
    });
  }
  for (const [claim, body] of Object.entries(driver.extra ?? {})) {
    await check(claim, () => body({ endpoint, keys }));
  }
}

/** @returns the agent of that name, as the REST API sees it */
async function agentNamed({ server, keys }, name) {
  const response = await fetch(`${server.url}/v1/agents?search=${encodeURIComponent(name)}`, {
    headers: { authorization: `Bearer ${keys.full}` },
  });
  const { agents } = await response.json();
  return agents.find((agent) => agent.name === name);
}

const byTime = (a, b) => Date.parse(a.time) - Date.parse(b.time);

/** @returns at least `count` log lines since `from` that `matches` accepts */
async function logged(server, from, matches, count) {
  const deadline = Date.now() + LOG_LAG;
  for (;;) {
    // Of several replicas each writes a log of its own.
    const lines = server.requests.slice(from).filter(matches).sort(byTime);
    if (lines.length >= count || Date.now() > deadline) return lines;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
