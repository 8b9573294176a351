// Traffic without end, a fault at a time.
import { setTimeout as sleep } from 'node:timers/promises';
import { requireFromProduct } from '../lib/paths.mjs';
import { Degradation } from './degradation.mjs';
import { HttpClient } from './http-client.mjs';
import { Journal } from './journal.mjs';
import { limitFaults, runFaults, writeFaults } from './judge.mjs';
import { preparePeople } from './people.mjs';
import { Traffic } from './traffic.mjs';
import { verdictOf } from './verdict.mjs';

const { Client } = requireFromProduct('pg');

const WARM_UP_MS = 3000;
/** Load before each fault and after the recovery, in milliseconds. */
const CALM_MS = 3000;
/** How long all replicas may take to be whole again before we go on without, in milliseconds. */
const WHOLE_LIMIT_MS = 30_000;
const RUNS_LIMIT_MS = 30_000;

/** Short leases: whoever waits for a dead worker waits as long as the lease and at most one tick of 5 s. */
export const LEASE_SECONDS = 2;

const UNLIMITED = ['api', 'api_user', 'api_team', 'start_run', 'unauthenticated'];

/** Settings of the product under which only what is meant to be limited is. */
export const ENVIRONMENT = {
  RATE_LIMITS: UNLIMITED.map((name) => `${name}=100000/60`).join(','),
  MAX_LIVE_RUNS_PER_TEAM: '5000',
  RUN_LEASE_SECONDS: String(LEASE_SECONDS),
  RUN_STEP_DELAY_MS: '200',
  // The balancer looks every 0.5 s, waits up to 2 s for an answer, and takes a replica out after two failures.
  SHUTDOWN_DELAY_MS: '5000',
};

/** @returns `{ lines, notes, keys }`: the lines of the table and what is said below it */
export async function experiment(topology, { faults, perSecond }, progress) {
  const { people, limited } = await preparePeople(topology);
  const journal = new Journal();
  const degradation = new Degradation(topology.replicas);
  const client = new HttpClient();
  const traffic = new Traffic({ client, origin: topology.url, people, limited, journal, perSecond });
  const phases = [];
  traffic.start();
  await sleep(WARM_UP_MS);
  for (const fault of faults) {
    progress(fault.title);
    journal.enter(fault.id);
    // What began before must not meet this fault.
    await traffic.untilAnswered();
    await sleep(CALM_MS);
    phases.push({ fault, ...(await suffer(fault, topology, degradation)) });
    await sleep(CALM_MS);
  }
  await traffic.stop();
  await traffic.settleRuns(RUNS_LIMIT_MS);
  client.close();
  const wrong = await wrongsOf(topology, journal, degradation);
  const lines = phases.map((phase) => {
    const { id } = phase.fault;
    return verdictOf({
      ...phase,
      records: journal.of(id),
      wrong: wrong.filter((fault) => fault.phase === id),
    });
  });
  return { lines, notes: notesOf(journal, traffic, topology), keys: people.length + 1 };
}

/** Injects one fault and waits until everything is as before. */
async function suffer(fault, topology, degradation) {
  let liftedAt;
  let goneAt;
  let recovering;
  const msUntilWhole = async () =>
    (await topology.untilWhole(WHOLE_LIMIT_MS)) ? Date.now() - liftedAt : undefined;
  const lifted = () => {
    liftedAt = Date.now();
    if (!fault.restarts) recovering = msUntilWhole();
  };
  const gone = () => {
    goneAt = Date.now();
    for (const { name, isRunning } of topology.replicas) if (!isRunning) degradation.ended(name);
  };
  await fault.inject(topology, lifted, gone);
  return { liftedAt, goneAt, wholeMs: await (recovering ?? msUntilWhole()) };
}

async function wrongsOf(topology, journal, degradation) {
  const client = new Client({ connectionString: topology.env.DATABASE_URL });
  await client.connect();
  try {
    return [
      ...journal.records.filter(({ outcome }) => outcome === 'wrong'),
      ...limitFaults(journal.records, degradation.intervals()),
      ...(await writeFaults(client, journal.writes)),
      ...(await runFaults(client, journal.writes)),
    ];
  } finally {
    await client.end();
  }
}

function notesOf({ records, writes }, traffic, { replicas }) {
  const acknowledged = writes.filter(({ id }) => id !== undefined);
  const runs = acknowledged.filter(({ operation }) => operation === 'start_run');
  const slowest = Math.max(0, ...runs.map(({ endedAfterMs }) => endedAfterMs ?? Infinity));
  const shares = replicas.map(({ name }) => records.filter(({ servedBy }) => servedBy === name).length);
  return [
    `Writes: ${writes.length} begun, ${acknowledged.length} acknowledged, each found exactly once. Runs: ${runs.length}, the slowest ended after ${(slowest / 1000).toFixed(1)} s (lease of a dead worker ${LEASE_SECONDS} s, then at most one tick of 5 s).`,
    `Replies per replica: ${shares.join(', ')}.${traffic.leftOut > 0 ? ` Left out because the machine could not follow: ${traffic.leftOut}.` : ''}`,
  ];
}
