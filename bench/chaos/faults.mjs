// What happens to the topology, one after the other.
import { setTimeout as sleep } from 'node:timers/promises';

const FREEZE_MS = 5000;
const REDIS_DOWN_MS = 3000;
const POSTGRES_DOWN_MS = 1000;
/** Long enough for the balancer to take every replica out. */
const POSTGRES_LONG_DOWN_MS = 4000;

/**
 * `inject` calls `lifted` at the moment from which the service has to recover: a store is back, a process is killed;
 * and `gone` when a process that is killed has no socket any more.
 * `failures`: what callers may meet. `none`; `unavailable`, that is 503 with `retry-after`; `cut`, that is what
 * the process had in hand when it was killed. `store`: all replicas must be whole again in time, too. `restarts`: they
 * are whole when the new processes serve, however long these take to start.
 */
export const FAULTS = [
  {
    id: 'none',
    title: 'nothing happens',
    failures: 'none',
    inject: async (_, lifted) => {
      lifted();
      await sleep(3000);
    },
  },
  {
    id: 'redis-frozen',
    title: 'Redis frozen for 5 s',
    failures: 'none',
    store: true,
    inject: async ({ redis }, lifted) => {
      process.kill(redis.pid, 'SIGSTOP');
      await sleep(FREEZE_MS);
      process.kill(redis.pid, 'SIGCONT');
      lifted();
    },
  },
  {
    id: 'redis-killed',
    title: 'Redis killed, back after 3 s, empty',
    failures: 'none',
    store: true,
    inject: async ({ redis }, lifted) => {
      await redis.kill();
      await sleep(REDIS_DOWN_MS);
      await redis.restart();
      lifted();
    },
  },
  {
    id: 'postgres-restarted',
    title: 'PostgreSQL restarted, 1 s away',
    failures: 'unavailable',
    store: true,
    inject: async ({ postgres }, lifted) => {
      await postgres.restart(POSTGRES_DOWN_MS);
      lifted();
    },
  },
  {
    id: 'postgres-crashed',
    title: 'PostgreSQL crashed, 4 s away',
    failures: 'unavailable',
    store: true,
    inject: async ({ postgres }, lifted) => {
      await postgres.restart(POSTGRES_LONG_DOWN_MS, 'SIGQUIT');
      lifted();
    },
  },
  {
    id: 'replica-killed',
    title: 'one replica killed (-9)',
    failures: 'cut',
    restarts: true,
    inject: async ({ replicas: [replica] }, lifted, gone) => {
      lifted();
      await replica.kill();
      gone();
      await replica.start();
    },
  },
  {
    id: 'replica-drained',
    title: 'one replica drained (SIGTERM)',
    failures: 'none',
    restarts: true,
    inject: async ({ replicas: [, replica] }, lifted) => {
      lifted();
      await replica.terminate();
      await replica.start();
    },
  },
  {
    id: 'worker-killed',
    title: 'one worker killed (-9)',
    failures: 'none',
    inject: async ({ workers: [worker] }, lifted) => {
      await worker.kill();
      lifted();
      await sleep(8000);
      await worker.start();
    },
  },
  {
    id: 'rolling-restart',
    title: 'rolling restart of all replicas',
    failures: 'none',
    restarts: true,
    inject: async ({ replicas }, lifted) => {
      lifted();
      for (const replica of replicas) {
        await replica.terminate();
        await replica.start();
      }
    },
  },
];
