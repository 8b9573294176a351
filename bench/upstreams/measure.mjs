// An upstream beside operations of ours with the very same texts and schemas: what a list and a call cost more.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODERN, callMessage, listMessage } from '../lib/messages.mjs';
import { BENCH, requireFromProduct } from '../lib/paths.mjs';
import { startServer } from '../lib/processes.mjs';
import { assertAnswers } from '../lib/scenarios.mjs';
import { MANY_TOOLS } from '../lib/stage.mjs';
import { median, ratioOf } from '../lib/stats.mjs';

const { freePort } = requireFromProduct('./test/support/servers.cjs');

/** Operations of the upstream, and as many synthetic ones of ours. */
export const OPERATIONS = 380;
export const LEAST_RATIO = 0.9;
const PREFIX = 'up_';
const OWN_TOOL = 'list_collection_001';
const REFUSED = ['"isError":true', '"error":{"code":', '"error":"'];

/**
 * One connection, so that the time of a request is its way through the product and nothing that waits in a queue.
 * What the exchange with the upstream takes is what the product itself tells in its metrics.
 *
 * @returns means per request, medians over the rounds, in milliseconds, and the ratios round by round
 */
export async function measureUpstreams(stage, load, { rounds, seconds, say }) {
  say('upstreams: starting the servers …');
  // Counting costs a little, so both count.
  const own = await stage.startLargeProduct(MANY_TOOLS - OPERATIONS, {
    METRICS_PORT: String(await freePort()),
  });
  const metricsPort = await freePort();
  const upstream = await stage.startHelper(join(BENCH, 'upstreams/upstream.mjs'));
  const product = await stage.startProduct({
    env: {
      METRICS_PORT: String(metricsPort),
      UPSTREAMS_FILE: await writeFiles(stage, own, upstream),
      BENCH_UPSTREAM_TOKEN: 'bench-upstream-token',
    },
  });
  const scenarios = scenariosOf({ own, product, key: stage.key });
  await assertAnswers(scenarios, expectationOf);
  const times = Object.fromEntries(scenarios.map(({ id }) => [id, []]));
  const upstreamTimes = Object.fromEntries(scenarios.map(({ id }) => [id, []]));
  for (let round = -1; round < rounds; round += 1) {
    say(`upstreams: ${round < 0 ? 'warm-up' : `round ${round + 1} of ${rounds}`}`);
    for (const scenario of round % 2 === 0 ? scenarios : [...scenarios].reverse()) {
      const before = await timeUpstream(metricsPort);
      const figures = await load.run(scenario, { seconds, connections: 1 });
      const after = await timeUpstream(metricsPort);
      if (round < 0) continue;
      times[scenario.id].push(1000 / figures.perSecond);
      upstreamTimes[scenario.id].push(((after.sum - before.sum) * 1000) / (after.count - before.count));
    }
  }
  return report(times, upstreamTimes, scenarios);
}

/** Document, settings and credential of the upstream, made of what the synthetic operations say of themselves. */
async function writeFiles(stage, own, upstream) {
  const { openapi, info, components, paths } = await (await fetch(`${own.url}/openapi.json`)).json();
  const synthetic = Object.entries(paths).filter(([path]) => path.startsWith('/v1/synthetic/'));
  const document = { openapi, info, components, paths: Object.fromEntries(synthetic) };
  writeFileSync(stage.fileFor('upstream.json'), JSON.stringify(document));
  const file = stage.fileFor('upstreams.json');
  const settings = {
    name: 'bench',
    document: 'upstream.json',
    baseUrl: upstream.url,
    credential: { type: 'bearer', env: 'BENCH_UPSTREAM_TOKEN' },
    toolPrefix: PREFIX,
    permission: 'agents:read',
    allowPrivateAddresses: true,
  };
  writeFileSync(file, JSON.stringify({ upstreams: [settings] }));
  return file;
}

function scenariosOf({ own, product, key }) {
  const authorization = `Bearer ${key}`;
  const rpc = (id, label, server, message) => ({
    id,
    label,
    pids: [server.pid],
    url: `${server.url}/v1/mcp`,
    method: 'POST',
    headers: { ...message.headers, authorization },
    body: message.body,
    refusals: id.startsWith('list') ? [] : REFUSED,
  });
  const plain = (id, label, server, path) => ({
    id,
    label,
    pids: [server.pid],
    url: `${server.url}${path}`,
    method: 'GET',
    headers: { authorization },
    refusals: ['"error":"'],
  });
  const args = { limit: 20 };
  return [
    rpc('call_own', 'tools/call, operation of ours', own, callMessage(MODERN, OWN_TOOL, args)),
    rpc(
      'call_up',
      'tools/call, operation of the upstream',
      product,
      callMessage(MODERN, PREFIX + OWN_TOOL, args),
    ),
    plain('rest_own', 'REST, operation of ours', own, '/v1/synthetic/collection_001?limit=20'),
    plain(
      'rest_up',
      'REST, operation of the upstream',
      product,
      '/v1/upstreams/bench/v1/synthetic/collection_001?limit=20',
    ),
    rpc('list_own', `tools/list, ${OPERATIONS} synthetic operations of ours`, own, listMessage(MODERN)),
    rpc('list_up', `tools/list, ${OPERATIONS} operations of the upstream`, product, listMessage(MODERN)),
  ];
}

/** Every list has our own tools and the 380; every call answers with an empty object, as the synthetic ones do. */
function expectationOf(id) {
  if (id.startsWith('list')) {
    return (text) => {
      const { tools } = JSON.parse(text).result;
      const count = tools.filter(({ name }) => /collection_\d{3}$/.test(name)).length;
      return count === OPERATIONS ? undefined : `${count} tools instead of ${OPERATIONS}`;
    };
  }
  return (text) => {
    const reply = JSON.parse(text);
    return Object.keys(reply.result?.structuredContent ?? reply).length === 0
      ? undefined
      : 'not the reply of the operation';
  };
}

/** Seconds that calls have spent with the upstream, and how many calls, since the start. */
async function timeUpstream(port) {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (part) =>
    Number(new RegExp(`^upstream_duration_seconds_${part}\\{[^}]*\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
  return { sum: read('sum'), count: read('count') };
}

function report(times, upstreamTimes, scenarios) {
  const without = (id) => times[id].map((time, round) => time - upstreamTimes[id][round]);
  const ratios = [
    [
      'tools/call of the upstream ÷ of ours, upstream time subtracted',
      ratioOf(times.call_own, without('call_up')),
    ],
    ['REST of the upstream ÷ of ours, upstream time subtracted', ratioOf(times.rest_own, without('rest_up'))],
    ['tools/list with the upstream ÷ with as many of ours', ratioOf(times.list_own, times.list_up)],
  ].map(([name, ratio]) => ({ name, ...ratio, met: ratio.median >= LEAST_RATIO }));
  return {
    rows: scenarios.map(({ id, label }) => ({
      label,
      mean: median(times[id]),
      upstream: id.endsWith('_up') && !id.startsWith('list') ? median(upstreamTimes[id]) : null,
    })),
    ratios,
  };
}
