// Resident memory over 100,000 tool calls on PostgreSQL: npm run bench:memory. Exits with 1 when it is more than a
// tenth larger at the end than after the first 10,000. Nothing forces a garbage collection.
import { ensureInstalled } from './lib/install.mjs';
import { Load } from './lib/load.mjs';
import { LEGACY, MODERN, callMessage } from './lib/messages.mjs';
import { residentMemoryOf } from './lib/processes.mjs';
import { Stage } from './lib/stage.mjs';

const CALLS = 100_000;
const STEP = 10_000;
const MOST = 1.1;

ensureInstalled();
const stage = new Stage();
const load = new Load();
let exitCode = 1;
try {
  await stage.openDatabase();
  const product = await stage.startProduct();
  const kinds = await kindsOf(product);
  const samples = [];
  for (let calls = 0; calls < CALLS; calls += STEP) {
    for (const kind of kinds) await load.run(kind, { amount: STEP / kinds.length, connections: 10 });
    samples.push(residentMemoryOf(product.pid));
    process.stdout.write(`after ${String(calls + STEP).padStart(7)} calls: ${mib(samples.at(-1))} MiB\n`);
  }
  const ratio = samples.at(-1) / samples[0];
  const verdict = ratio <= MOST ? 'kept' : 'BROKEN';
  process.stdout.write(`end ÷ first: ${ratio.toFixed(3)}; bound ${MOST}: ${verdict}\n`);
  exitCode = ratio <= MOST ? 0 : 1;
} catch (error) {
  process.stderr.write(`\n${error.stack}\n`);
} finally {
  load.stop();
  await stage.stop();
}
// Said outright: the exit hook of the embedded PostgreSQL would otherwise end the process with 0.
process.exit(exitCode);

/** Calls that succeed in both eras, and two kinds that fail: failures must not leave anything behind either. */
async function kindsOf(product) {
  const authorization = `Bearer ${stage.key}`;
  const response = await fetch(`${product.url}/v1/agents?limit=1`, { headers: { authorization } });
  const { agents } = await response.json();
  const kind = (label, { headers, body }, refusals) => ({
    label,
    pids: [product.pid],
    url: `${product.url}/v1/mcp`,
    method: 'POST',
    headers: { ...headers, authorization },
    body,
    refusals,
  });
  const failure = ['"isError":true'];
  const success = ['"isError":false'];
  return [
    kind('list', callMessage(MODERN, 'list_agents', { limit: 5 }), failure),
    kind('list, legacy', callMessage(LEGACY, 'list_agents', { limit: 5 }), failure),
    kind('get', callMessage(MODERN, 'get_agent', { agent_id: agents[0].id }), failure),
    kind('unknown argument', callMessage(MODERN, 'list_agents', { limitt: 5 }), success),
    kind(
      'unknown id',
      callMessage(MODERN, 'get_agent', { agent_id: '00000000-0000-4000-8000-000000000000' }),
      success,
    ),
  ];
}

function mib(kib) {
  return (kib / 1024).toFixed(1);
}
