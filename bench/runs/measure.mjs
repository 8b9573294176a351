// How many runs go through the scripted executor without a pause between steps, and what polling a run costs.
import { setTimeout as sleep } from 'node:timers/promises';
import { runRounds } from '../lib/rounds.mjs';
import { median, percentile, ratioOf } from '../lib/stats.mjs';
import { startWorker } from './worker.mjs';

/** Runs per round; a quick bench does a tenth. */
const RUNS = { PostgreSQL: 1000, PGlite: 300 };
/** Callers that start runs at the same time, each as soon as its last one is there. */
const CALLERS = 10;
const POLL_MS = 20;
const ENV = {
  RATE_LIMITS: ['api', 'api_user', 'api_team', 'unauthenticated', 'start_run']
    .map((name) => `${name}=100000/10`)
    .join(','),
  MAX_LIVE_RUNS_PER_TEAM: '10000',
  RUN_STEP_DELAY_MS: '0',
};

/**
 * @returns throughput: figures per set-up; polling: per database get_run and get_agent, and the ratio of the two
 */
export async function measureRuns(stage, load, settings) {
  const throughput = [];
  const polling = [];
  for (const { name, database, inside } of [
    { name: 'PostgreSQL, API and worker in a process each', database: 'PostgreSQL', inside: false },
    { name: 'PostgreSQL, worker inside the API', database: 'PostgreSQL', inside: true },
    { name: 'PGlite, worker inside the API', database: 'PGlite', inside: true },
  ]) {
    settings.say(`runs: starting the product, ${name} …`);
    const env = { ...ENV, RUN_WORKER: inside ? 'on' : 'off' };
    const { product, key } =
      database === 'PGlite'
        ? await stage.startEmbedded({ env })
        : { product: await stage.startProduct({ env }), key: stage.key };
    const client = clientOf(product, key);
    try {
      const agentId = await agentOf(client, name);
      throughput.push({ name, ...(await goThrough({ stage, client, agentId, database, inside, settings })) });
      if (inside)
        polling.push({ database, ...(await poll({ product, client, key, agentId, load, settings })) });
    } finally {
      await product.stop();
    }
  }
  return { throughput, polling };
}

/** Rounds of many runs, started over REST and executed at the same time. */
async function goThrough({ stage, client, agentId, database, inside, settings }) {
  const worker = inside
    ? undefined
    : await startWorker({ ...ENV, DATABASE_URL: stage.databaseUrl, ENCRYPTION_KEY: stage.encryptionKey });
  const count = settings.quick ? RUNS[database] / 10 : RUNS[database];
  const rounds = [];
  try {
    for (let round = -1; round < Math.min(settings.rounds, 3); round += 1) {
      settings.say(`runs, ${database}, ${round < 0 ? 'warm-up' : `round ${round + 1}`}`);
      const figures = await oneRound(client, agentId, round < 0 ? Math.ceil(count / 5) : count);
      if (round >= 0) rounds.push(figures);
    }
  } finally {
    await worker?.stop();
  }
  const of = (name) => median(rounds.map((round) => round[name]));
  return {
    runs: count,
    perSecond: of('perSecond'),
    startedPerSecond: of('startedPerSecond'),
    p50: of('p50'),
    p99: of('p99'),
    backlog: worker && (await backlog({ stage, client, agentId, count })),
  };
}

async function oneRound(client, agentId, count) {
  const from = performance.now();
  const ids = await startMany(client, agentId, count);
  const started = performance.now();
  await untilDone(client, agentId);
  const done = performance.now();
  const runs = await newest(client, agentId, count);
  const known = new Set(ids);
  const wrong = runs.filter(({ id, status }) => !known.has(id) || status !== 'completed');
  if (runs.length !== count || wrong.length > 0) throw new Error(`${wrong.length} runs did not complete.`);
  const took = runs.map((run) => Date.parse(run.completed_at) - Date.parse(run.created_at));
  took.sort((a, b) => a - b);
  return {
    perSecond: (count / (done - from)) * 1000,
    startedPerSecond: (count / (started - from)) * 1000,
    p50: percentile(took, 0.5),
    p99: percentile(took, 0.99),
  };
}

/** The executor alone: all runs wait before the worker begins. @returns runs per second */
async function backlog({ stage, client, agentId, count }) {
  await startMany(client, agentId, count);
  const worker = await startWorker({
    ...ENV,
    DATABASE_URL: stage.databaseUrl,
    ENCRYPTION_KEY: stage.encryptionKey,
  });
  try {
    await untilDone(client, agentId);
  } finally {
    await worker.stop();
  }
  const runs = await newest(client, agentId, count);
  const from = Math.min(...runs.map((run) => Date.parse(run.started_at)));
  const to = Math.max(...runs.map((run) => Date.parse(run.completed_at)));
  return (count / (to - from)) * 1000;
}

/** One caller that asks again and again how a run is, beside the cheapest read of the same kind. */
async function poll({ product, client, key, agentId, load, settings }) {
  const [completed] = await newest(client, agentId, 1);
  const { run: asking } = await client('POST', '/v1/runs', { agent_id: agentId, input: 'wait: May I?' });
  while ((await client('GET', `/v1/runs/${asking.id}`)).run.status !== 'waiting') await sleep(POLL_MS);
  const scenario = (id, label, path) => ({
    id,
    label,
    pids: [product.pid],
    url: `${product.url}${path}`,
    method: 'GET',
    headers: { authorization: `Bearer ${key}` },
    refusals: ['"error":{'],
  });
  const scenarios = [
    scenario('agent', 'get_agent', `/v1/agents/${agentId}`),
    scenario('run', 'get_run, completed', `/v1/runs/${completed.id}`),
    scenario('waiting', 'get_run, waiting for a person', `/v1/runs/${asking.id}`),
    scenario('messages', 'list_run_messages', `/v1/runs/${completed.id}/messages`),
  ];
  const figures = await runRounds(load, scenarios, { ...settings, onProgress: settings.say });
  const ratios = Object.fromEntries(
    ['run', 'waiting', 'messages'].map((id) => [
      id,
      ratioOf(figures.get(id).rounds, figures.get('agent').rounds),
    ]),
  );
  return { rows: [...figures.values()], ratios };
}

function clientOf(product, key) {
  return async (method, path, body) => {
    const response = await fetch(`${product.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const reply = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(reply)}`);
    return reply;
  };
}

async function agentOf(client, name) {
  const config = { instructions: 'Repeat.' };
  return (await client('POST', '/v1/agents', { name: `Bench: ${name}`, config, promote: true })).agent.id;
}

async function startMany(client, agentId, count) {
  const ids = [];
  let left = count;
  const caller = async () => {
    while ((left -= 1) >= 0) {
      const { run } = await client('POST', '/v1/runs', { agent_id: agentId, input: `Run ${left}` });
      ids.push(run.id);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return ids;
}

async function untilDone(client, agentId) {
  const live = 'status=pending&status=starting&status=running';
  while ((await client('GET', `/v1/runs?agent_id=${agentId}&${live}&limit=1`)).total > 0)
    await sleep(POLL_MS);
}

async function newest(client, agentId, count) {
  const runs = [];
  while (runs.length < count) {
    const page = `limit=${Math.min(100, count - runs.length)}&offset=${runs.length}`;
    const reply = await client('GET', `/v1/runs?agent_id=${agentId}&${page}`);
    if (reply.runs.length === 0) break;
    runs.push(...reply.runs);
  }
  return runs;
}
