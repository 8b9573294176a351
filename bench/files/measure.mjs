// What large files cost everybody else: small requests alone, and while ten files of 10 MiB are written and read.
import { fork } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MODERN, callMessage } from '../lib/messages.mjs';
import { BENCH } from '../lib/paths.mjs';
import { median } from '../lib/stats.mjs';

const FILES = 10;
const FILE_BYTES = 10 * 1024 * 1024;
const LARGE_CALLERS = 2;
const CONNECTIONS = 4;
/** Each connection sends a small request this often: 50 a second in all, far from what would fill the machine. */
const INTERVAL_MS = 80;
/** Most by which the p99 of small requests may grow on PostgreSQL; on PGlite the figure is reported. */
export const MAX_GROWTH_MS = 50;

/** @returns figures per database: medians over the rounds, and every round's growth of the p99 */
export async function measureFiles(stage, { rounds, seconds, say }) {
  const results = [];
  for (const database of ['PostgreSQL', 'PGlite']) {
    say(`files: starting the product on ${database} …`);
    const delays = stage.fileFor('loop-delay.json');
    const nodeArgs = ['--require', join(BENCH, 'files/loop-delay.cjs')];
    const env = { BENCH_LOOP_DELAY: delays };
    const { product, key } =
      database === 'PGlite'
        ? await stage.startEmbedded({ nodeArgs, env })
        : { product: await stage.startProduct({ nodeArgs, env }), key: stage.key };
    const workers = ['small', 'large'].map((name) => fork(join(BENCH, `files/${name}-worker.mjs`)));
    try {
      const progress = (text) => say(`files, ${database}, ${text}`);
      const figures = await measureOne({ product, key, workers, delays, rounds, seconds, progress });
      const goal = database === 'PostgreSQL' ? MAX_GROWTH_MS : null;
      results.push({ database, ...figures, goal, met: goal === null || figures.growth.median < goal });
    } finally {
      for (const worker of workers) if (worker.connected) worker.disconnect();
      await product.stop();
    }
  }
  return results;
}

async function measureOne({ product, key, workers, delays, rounds, seconds, progress }) {
  const [small, large] = workers;
  const requests = await smallRequests(product, key);
  const load = async (work) => {
    await loopDelay(product, delays);
    small.send({ start: { requests, connections: CONNECTIONS, intervalMs: INTERVAL_MS } });
    await work();
    small.send({ stop: true });
    const figures = await reply(small);
    return { ...figures, loop: await loopDelay(product, delays) };
  };
  const files = async () => {
    large.send({ url: product.url, key, files: FILES, bytes: FILE_BYTES, callers: LARGE_CALLERS });
    return reply(large);
  };
  const alone = [];
  const loaded = [];
  const took = { write: [], read: [], tool: [] };
  for (let round = -1; round < rounds; round += 1) {
    progress(round < 0 ? 'warm-up' : `round ${round + 1} of ${rounds}`);
    const quiet = await load(() => sleep(seconds * 1000));
    let times;
    const busy = await load(async () => {
      times = await files();
    });
    if (round < 0) continue;
    alone.push(quiet);
    loaded.push(busy);
    progress(`p99 alone ${quiet.p99.toFixed(1)} ms, beside the files ${busy.p99.toFixed(1)} ms`);
    for (const kind of Object.keys(took)) took[kind].push(...times[kind]);
  }
  const growths = loaded.map(({ p99 }, round) => p99 - alone[round].p99);
  return {
    alone: summarise(alone),
    loaded: summarise(loaded),
    growth: { median: median(growths), min: Math.min(...growths), max: Math.max(...growths) },
    took: Object.fromEntries(Object.entries(took).map(([kind, values]) => [kind, median(values)])),
  };
}

async function smallRequests({ url }, key) {
  const authorization = `Bearer ${key}`;
  const headers = { authorization };
  const { agents } = await (await fetch(`${url}/v1/agents?limit=5`, { headers })).json();
  const { id } = agents[0];
  const message = callMessage(MODERN, 'get_agent', { agent_id: id });
  const rest = (label, path) => ({ label, url: `${url}${path}`, method: 'GET', headers, refusals: [] });
  return [
    rest('GET /v1/agents', '/v1/agents'),
    rest('get_agent', `/v1/agents/${id}`),
    {
      label: 'tools/call get_agent',
      url: `${url}/v1/mcp`,
      method: 'POST',
      headers: { ...message.headers, authorization },
      body: message.body,
      refusals: ['"isError":true', '"error":{"code":'],
    },
  ];
}

/** Figures of the event loop since it was last asked for them. */
async function loopDelay({ pid }, file) {
  rmSync(file, { force: true });
  process.kill(pid, 'SIGWINCH');
  while (!existsSync(file)) await sleep(5);
  return JSON.parse(readFileSync(file, 'utf8'));
}

function reply(worker) {
  return new Promise((resolve, reject) => {
    const failed = (code, signal) => reject(new Error(`A load generator ended (${signal ?? code}).`));
    worker.once('exit', failed);
    worker.once('message', (answer) => {
      worker.off('exit', failed);
      if (answer.fault) reject(new Error(answer.fault));
      else resolve(answer);
    });
  });
}

function summarise(rounds) {
  const of = (pick) => median(rounds.map(pick));
  return {
    total: rounds.reduce((sum, { total }) => sum + total, 0),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    max: of(({ max }) => max),
    loopMax: of(({ loop }) => loop.max),
  };
}
