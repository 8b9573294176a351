// The limiter at its limit: speed, exactness, outages of Redis, rule changes under load, and what a call costs at
// one replica and at three. See --help. Exits with 1 when a goal is not met.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../lib/install.mjs';
import { requireFromProduct } from '../lib/paths.mjs';

const PARTS = ['speed', 'exactness', 'outages', 'rules', 'replicas'];
const HELP = `npm run bench:limits -- [options]
  --json         print JSON instead of the table
  --quick        few short rounds: shows that everything works, not how fast it is
  --rounds N     alternating rounds (7)
  --seconds N    seconds per round (2); of load on replicas four times as many
  --only PARTS   some of ${PARTS.join(',')}`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    only: { type: 'string', default: PARTS.join(',') },
    help: { type: 'boolean', default: false },
  },
});
const settings = {
  rounds: Number(values.rounds ?? (values.quick ? 2 : 7)),
  seconds: Number(values.seconds ?? (values.quick ? 0.5 : 2)),
};
const wanted = values.only.split(',');
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
if (wanted.some((part) => !PARTS.includes(part)) || Object.values(settings).some((value) => !(value > 0))) {
  process.stderr.write(`${HELP}\n`);
  process.exit(2);
}
const say = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
const machine = {
  cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
  cores: availableParallelism(),
  node: process.versions.node,
  load: loadavg()[0].toFixed(2),
};

/** What was started and has to be stopped, also when the run ends before its time. */
const started = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, async () => {
    process.stderr.write(`\nInterrupted by ${signal}: no figures.\n`);
    await Promise.allSettled(started.map((server) => server.stop()));
    process.exit(130);
  });
}

let exitCode = 1;
try {
  const report = { ...(await measureLimiter()), ...(await measureProduct()) };
  // Here, because a part that is not wanted needs no build and no load generator.
  const { render, rowsOf } = await import('./table.mjs');
  const rows = rowsOf(report);
  if (process.stderr.isTTY) say('');
  const result = { machine, settings, ...report, rows };
  process.stdout.write(`${values.json ? JSON.stringify(result, null, 2) : render(result)}\n`);
  exitCode = rows.every(({ met }) => met !== false) ? 0 : 1;
} catch (error) {
  process.stderr.write(`\n${error.stack}\n`);
}
// Said outright: the exit hook of the embedded PostgreSQL would otherwise end the process with 0.
process.exit(exitCode);

/** The limiter alone, three of it in this process, on a Redis of their own. */
async function measureLimiter() {
  if (!['speed', 'exactness', 'outages'].some((part) => wanted.includes(part))) return {};
  const { startRedis } = requireFromProduct('./test/support/servers.cjs');
  const redis = await startRedis();
  started.push(redis);
  try {
    return {
      ...(wanted.includes('speed') && {
        speed: await (await import('./speed.mjs')).measureSpeed(redis.url, { ...settings, say }),
      }),
      ...(wanted.includes('exactness') && {
        exactness: await (
          await import('./exactness.mjs')
        ).measureExactness(redis.url, { rounds: values.quick ? 3 : 20, say }),
      }),
      ...(wanted.includes('outages') && {
        outages: await (await import('./outage.mjs')).measureOutages(redis, { say }),
      }),
    };
  } finally {
    await redis.stop();
  }
}

/** The built product: three replicas on one PostgreSQL and one Redis. */
async function measureProduct() {
  if (!['rules', 'replicas'].some((part) => wanted.includes(part))) return {};
  ensureInstalled();
  const { Topology } = await import('./topology.mjs');
  say('starting three replicas');
  const topology = await Topology.start(3);
  started.push(topology);
  try {
    return {
      ...(wanted.includes('rules') && {
        ruleChanges: await (
          await import('./rule-change.mjs')
        ).measureRuleChanges(topology, { changes: values.quick ? 2 : 10, say }),
      }),
      ...(wanted.includes('replicas') && {
        replicas: await (
          await import('./replicas.mjs')
        ).measureReplicas(topology, { rounds: settings.rounds, seconds: settings.seconds * 4, say }),
      }),
    };
  } finally {
    await topology.stop();
  }
}
