// What a call costs at one replica and spread over three: CPU time of all that works for it, commands, statements.
import { setTimeout as sleep } from 'node:timers/promises';
import { Load } from '../lib/load.mjs';
import { callMessage, MODERN } from '../lib/messages.mjs';
import { cpuTimeOf } from '../lib/processes.mjs';
import { median, ratioOf } from '../lib/stats.mjs';
import { familyTimes, usedBetween } from './processes.mjs';

/** Of what a call of ours costs more at three replicas than at one, and a bare program with the same traffic does not. */
export const MAX_RATIO = 1.1;
/**
 * The same connections, each asking again as soon as it is answered, so that processes are busy both times: an idle
 * process pays a wake-up for every single packet, which is not what a replica is added for.
 */
const CONNECTIONS_PER_GENERATOR = 8;
/** Calls of each kind to each replica before anything counts: code that is not compiled yet costs twice as much. */
const WARM_UP_CALLS = 2_000;
/** PostgreSQL publishes its counts once a second. */
const COUNTS_KNOWN_MS = 1_500;

/**
 * Three processes on few cores take each other's caches and wake up for smaller batches, whatever they run. What that
 * costs is measured in the same rounds with a bare program, and each ratio of ours is read against the bare one.
 *
 * @returns costs per call by kind of call and number of replicas, and the ratio of CPU time of the API processes
 */
export async function measureReplicas(topology, { rounds, seconds, say }) {
  const loads = topology.replicas.map(() => new Load());
  try {
    const kinds = await kindsOf(topology);
    const series = new Map();
    for (const kind of kinds) {
      say(`warm-up: ${kind.name}`);
      await Promise.all(loads.map((load, index) => warmUp(load, kind, kind.servers[index])));
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of kinds) {
        for (const count of round % 2 === 0 ? [1, loads.length] : [loads.length, 1]) {
          say(`${kind.name} over ${count} ${count === 1 ? 'replica' : 'replicas'}, round ${round + 1}`);
          const costs = await costOf(topology, loads, kind, count, seconds);
          const id = `${kind.name} ${count}`;
          series.set(id, [...(series.get(id) ?? []), costs]);
        }
      }
    }
    const growthOf = ({ name }) => growth(series.get(`${name} 1`), series.get(`${name} 3`));
    const [bare] = kinds;
    return kinds.map((kind) => ({
      ...summarise(kind.name, series.get(`${kind.name} 1`), series.get(`${kind.name} 3`)),
      ...(kind !== bare && { againstBare: ratioOf(growthOf(kind), growthOf(bare)) }),
    }));
  } finally {
    for (const load of loads) load.stop();
  }
}

/** The bare program first. */
async function kindsOf({ replicas, bare, key }) {
  const headers = { authorization: `Bearer ${key}` };
  const path = '/v1/agents?limit=5';
  const { agents } = await (await fetch(`${replicas[0].url}${path}`, { headers })).json();
  const agentId = agents[0].id;
  const rest = (name, restPath) => ({
    name,
    servers: replicas,
    request: (url) => ({ url: `${url}${restPath}`, method: 'GET', headers, refusals: ['"error":'] }),
  });
  const tool = (name, tool, args) => ({
    name,
    servers: replicas,
    request: (url) => {
      const message = callMessage(MODERN, tool, args);
      return {
        url: `${url}/v1/mcp`,
        method: 'POST',
        headers: { ...message.headers, ...headers },
        body: message.body,
        refusals: ['"isError":true', '"error":{"code":'],
      };
    },
  });
  return [
    { ...rest('bare program', '/'), servers: bare },
    rest('REST get_agent', `/v1/agents/${agentId}`),
    tool('tool get_agent', 'get_agent', { agent_id: agentId }),
    rest('REST list_agents', path),
    tool('tool list_agents', 'list_agents', { limit: 5 }),
  ];
}

function warmUp(load, kind, { url, pid }) {
  const job = { ...kind.request(url), label: kind.name, pids: [pid] };
  return load.run(job, { amount: WARM_UP_CALLS, connections: CONNECTIONS_PER_GENERATOR });
}

/** The same generators and connections each time; only where they call differs. */
async function costOf(topology, loads, kind, count, seconds) {
  const { redisPid, postgresPid } = topology;
  const { servers } = kind;
  const before = await countsOf(topology);
  const times = [cpuTimeOf(servers.map(({ pid }) => pid)), cpuTimeOf([redisPid]), familyTimes(postgresPid)];
  const runs = await Promise.all(
    loads.map((load, index) => {
      const { url, pid } = servers[index % count];
      const job = { ...kind.request(url), label: kind.name, pids: [pid] };
      return load.run(job, { seconds, connections: CONNECTIONS_PER_GENERATOR });
    }),
  );
  const calls = runs.reduce((sum, { total }) => sum + total, 0);
  const after = cpuTimeOf(servers.map(({ pid }) => pid));
  const perCall = (value) => value / calls;
  const api = perCall(after - times[0]);
  const redis = perCall(cpuTimeOf([redisPid]) - times[1]);
  const postgres = perCall(usedBetween(times[2], familyTimes(postgresPid)));
  const counts = await countsOf(topology);
  return {
    calls,
    apiMs: api,
    redisMs: redis,
    postgresMs: postgres,
    commands: perCall(counts.commands - before.commands),
    scriptMicros: (counts.scriptMicros - before.scriptMicros) / (counts.commands - before.commands),
    transactions: perCall(counts.transactions - before.transactions),
    p50: median(runs.map(({ p50 }) => p50)),
  };
}

async function countsOf({ redis, sql }) {
  await sleep(COUNTS_KNOWN_MS);
  const stats = await redis.info('commandstats');
  const [, commands = 0, scriptMicros = 0] = /cmdstat_evalsha:calls=(\d+),usec=(\d+)/.exec(stats) ?? [];
  const { rows } = await sql.query(
    'select xact_commit from pg_stat_database where datname = current_database()',
  );
  return {
    commands: Number(commands),
    scriptMicros: Number(scriptMicros),
    transactions: Number(rows[0].xact_commit),
  };
}

function summarise(name, one, three) {
  const of = (rounds) =>
    Object.fromEntries(Object.keys(rounds[0]).map((field) => [field, median(rounds.map((r) => r[field]))]));
  const ratio = ratioOf(
    three.map(({ apiMs }) => apiMs),
    one.map(({ apiMs }) => apiMs),
  );
  return { name, one: of(one), three: of(three), ratio };
}

/** @returns per round, what a call costs at three over what it costs at one */
function growth(one, three) {
  return three.map(({ apiMs }, round) => apiMs / one[round].apiMs);
}
