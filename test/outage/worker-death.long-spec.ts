import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensureBuild, ServerProcess } from '../robustness/support/server-process';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { RunBatch } from './support/run-batch';
import { WorkerProcess } from './support/worker-process';

const RUNS = 100;
/** Runs in the hands of one process. */
const CONCURRENCY = 5;
const LEASE_SECONDS = 2;
const TICK_SECONDS = 5;
const TIME_LIMIT = 180_000;
/** How long the steps that are left may take on a busy machine, besides the wait for the lease, in milliseconds. */
const WORK_MS = 40_000;

const SETTINGS = {
  DEMO_DATA: 'on',
  RUN_CONCURRENCY: String(CONCURRENCY),
  RUN_STEP_DELAY_MS: '50',
  MAX_LIVE_RUNS_PER_TEAM: '1000',
  RATE_LIMITS: 'api=100000/60,api_user=100000/60,api_team=100000/60,start_run=100000/60',
};

/** @returns once no run has anything left to do */
const settled = (batch: RunBatch, limitMs: number) =>
  until(async () => ((await batch.active()) === 0 ? true : undefined), limitMs);

beforeAll(() => ensureBuild(), 300_000);

describe('workers on PostgreSQL, one of which is killed', () => {
  let database: TestDatabase;
  let client: Client;
  let api: ServerProcess;
  const workers: WorkerProcess[] = [];
  let env: Record<string, string>;
  const work = async (): Promise<WorkerProcess> => {
    const worker = await WorkerProcess.start(env);
    workers.push(worker);
    return worker;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    env = { ...SETTINGS, DATABASE_URL: database.url, RUN_LEASE_SECONDS: String(LEASE_SECONDS) };
    api = await ServerProcess.start({ ...env, RUN_WORKER: 'off' });
  }, TIME_LIMIT);
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await api.kill();
    await client.end();
    await database.drop();
  });

  const inHand = async (): Promise<number> => {
    const { rows } = await client.query(
      `select count(*)::int as held from runs where status in ('starting', 'running') and lease_id is not null`,
    );
    return rows[0].held;
  };

  it(
    'loses no run and no message, and does nothing twice',
    async () => {
      const batch = new RunBatch(api.url, api.printedKey, RUNS);
      await batch.prepare();
      const [first] = await Promise.all([work(), work()]);
      const starting = batch.start();
      // More than one process can have: both are at work, and the one that dies leaves some behind.
      await until(async () => ((await inHand()) > CONCURRENCY ? true : undefined), WORK_MS);
      await first.kill();
      const left = await inHand();
      await starting;
      await batch.sayMore('more');
      await settled(batch, (LEASE_SECONDS + 2 * TICK_SECONDS) * 1000 + WORK_MS);
      expect(left).toBeGreaterThan(0);
      expect(batch.runs).toHaveLength(RUNS);
      await batch.expectSound('first');

      // Again, with the answers on their way; now nobody is left, until a new worker comes.
      const second = workers[1]!;
      const answering = batch.answerAll();
      await until(async () => ((await inHand()) > 0 ? true : undefined), WORK_MS);
      await second.kill();
      expect(await answering).toBeGreaterThan(20);
      expect(await batch.active()).toBeGreaterThan(0);
      await work();
      await settled(batch, (LEASE_SECONDS + 2 * TICK_SECONDS) * 1000 + WORK_MS);
      await batch.expectSound('answered');
      expect(workers.flatMap(({ errors }) => errors)).toEqual([]);
    },
    TIME_LIMIT,
  );

  it(
    'gives back at once what it has in hand when it is asked to stop',
    async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      // Nobody would get such a run by waiting for its lease, nor see the end of such a step.
      const slow = { ...env, RUN_LEASE_SECONDS: '600', RUN_STEP_DELAY_MS: '60000' };
      const worker = await WorkerProcess.start(slow);
      workers.push(worker);
      const batch = new RunBatch(api.url, api.printedKey, 4);
      await batch.start();
      await until(async () => ((await inHand()) === 4 ? true : undefined), WORK_MS);
      await worker.stop();
      expect(await inHand()).toBe(0);
      await work();
      await settled(batch, WORK_MS);
      await batch.expectSound('first');
      expect(workers.flatMap(({ errors }) => errors)).toEqual([]);
    },
    TIME_LIMIT,
  );
});

describe('the server on the embedded database, killed while it executes runs', () => {
  let folder: string;
  let server: ServerProcess;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'duvo-worker-death-'));
    // Leases of the dead process outlast the test: whoever waited for them would fail it.
    server = await ServerProcess.start({ ...SETTINGS, DATA_DIR: folder, RUN_LEASE_SECONDS: '600' });
  }, TIME_LIMIT);
  afterAll(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'goes on at once after a restart: no run and no message lost, nothing done twice',
    async () => {
      const batch = new RunBatch(server.url, server.printedKey, RUNS);
      await batch.prepare();
      await batch.start();
      await until(async () => ((await batch.count('starting', 'running')) > 0 ? true : undefined), WORK_MS);
      await server.kill();
      await server.start();
      const restarted = performance.now();
      await batch.sayMore('more');
      await settled(batch, WORK_MS);
      expect(performance.now() - restarted).toBeLessThan(WORK_MS);
      expect(batch.runs).toHaveLength(RUNS);
      await batch.expectSound('first');

      expect(await batch.answerAll()).toBeGreaterThan(20);
      await server.kill();
      await server.start();
      await settled(batch, WORK_MS);
      await batch.expectSound('answered');
    },
    TIME_LIMIT,
  );
});
