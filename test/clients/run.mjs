// Real MCP clients against the real server: each lists tools, reads, writes, and meets every kind of refusal.
import assert from 'node:assert/strict';
import { checkClient } from './contract.mjs';
import { checkGuides } from './guides.mjs';
import { checkOAuth } from './oauth/run.mjs';
import { buildProduct, installClients } from './support/install.mjs';
import { limitRun } from './support/processes.mjs';
import { Report } from './support/report.mjs';
import { startServer } from './support/server.mjs';
import { startTopology } from './support/topology.mjs';

const RUN_LIMIT = 8 * 60_000;
/** Instead of one server: three behind a balancer without stickiness. */
const TOPOLOGY = '--topology';
const GUIDE_READERS = ['@modelcontextprotocol/sdk', '@modelcontextprotocol/client auto'];

installClients();
buildProduct();
limitRun(RUN_LIMIT);

const words = process.argv.slice(2).filter((word) => word !== TOPOLOGY);
const isTopology = process.argv.includes(TOPOLOGY);
const drivers = await loadDrivers(words);
const start = isTopology ? startTopology : startServer;
const server = await start();
const target = {
  server,
  endpoint: server.endpoint,
  keys: {
    full: server.ownerKey,
    readOnly: await server.createKey({ name: 'read-only', scopes: 'mcp:read' }),
    unknown: `${server.ownerKey.slice(0, -6)}000000`,
  },
  operations: await operationsOf(server),
};
const report = new Report();
for (const driver of drivers) await checkClient(driver, target, report);
await report.check('the server', 'answers nothing with a 5xx', async () => {
  assert.deepEqual(server.faults(), []);
});
if (isTopology) {
  await report.check('the balancer', 'sent requests of the clients to every replica', async () => {
    const shares = Object.values(server.shares());
    assert.equal(shares.length, 3);
    assert.ok(Math.min(...shares) > 0.2 * server.requests.length, `requests per replica: ${shares}`);
  });
}
await server.stop();
// One client of each era; the others have shown that they call tools alike.
for (const driver of drivers.filter(({ title }) => GUIDE_READERS.includes(title)))
  await checkGuides(driver, report, start);
if (words.length === 0) await checkOAuth(report, start);
report.finish();

/** Loaded late, because the packages may just have been installed. */
async function loadDrivers(words) {
  const [v1, v2, agents, ai, lang, inspect, remote, porter] = await Promise.all([
    import('./drivers/sdk-v1.mjs'),
    import('./drivers/sdk-v2.mjs'),
    import('./drivers/openai-agents.mjs'),
    import('./drivers/ai-sdk.mjs'),
    import('./drivers/langchain.mjs'),
    import('./drivers/inspector.mjs'),
    import('./drivers/mcp-remote.mjs'),
    import('./drivers/mcporter.mjs'),
  ]);
  const all = [
    v1.sdkV1,
    ...v2.sdkV2,
    agents.openaiAgents,
    ai.aiSdk,
    lang.langchain,
    ...inspect.inspector,
    remote.mcpRemote,
    porter.mcporter,
  ];
  const chosen = all.filter(({ title }) => words.length === 0 || words.some((word) => title.includes(word)));
  if (chosen.length === 0) throw new Error(`There are: ${all.map(({ title }) => title).join(', ')}.`);
  return chosen;
}

/** The document is the reference of the tool list: every operation is a tool of the same name. */
async function operationsOf({ url }) {
  const { paths } = await (await fetch(`${url}/openapi.json`)).json();
  const operations = Object.values(paths)
    .flatMap((item) => Object.values(item))
    .filter((operation) => operation.operationId);
  const namesOf = (chosen) => chosen.map((operation) => operation.operationId).sort();
  return {
    all: namesOf(operations),
    read: namesOf(operations.filter((operation) => operation['x-scope'] === 'mcp:read')),
  };
}
