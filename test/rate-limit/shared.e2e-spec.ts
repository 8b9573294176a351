import { setTimeout as sleep } from 'node:timers/promises';
import type { Principal } from '@app/auth';
import { asTeamId } from '@app/database';
import type { OperationPolicy } from '@app/permissions';
import { CounterPlan, RuleSet } from '@app/rate-limit';
import { burst, counterOf20, Replicas } from './support/replicas';
import type { Replica } from './support/replicas';

describe('replicas that share Redis', () => {
  let replicas: Replicas;
  beforeEach(async () => {
    replicas = await Replicas.create();
  });
  afterEach(() => replicas.dispose());

  it('admit together exactly the limit of a window', async () => {
    const two = [await replicas.add(), await replicas.add()];
    expect(await burst(60, two, counterOf20())).toBe(20);
  });

  it('admit exactly the limit of 400 simultaneous calls over four connections', async () => {
    const four = [await replicas.add(), await replicas.add(), await replicas.add(), await replicas.add()];
    expect(await burst(400, four, counterOf20())).toBe(20);
  });

  it('admit together the burst of a gcra counter and what refills meanwhile', async () => {
    const two = [await replicas.add(), await replicas.add()];
    const spec = counterOf20({ kind: 'gcra', windowSeconds: 1 });
    const begin = Date.now();
    const admitted = await burst(60, two, spec);
    expect(admitted).toBeGreaterThanOrEqual(20);
    expect(admitted).toBeLessThanOrEqual(20 + Math.ceil((Date.now() - begin) / 50));
  });

  it('follow a limit that is lowered between two calls', async () => {
    const two = [await replicas.add(), await replicas.add()];
    const spec = counterOf20({ limit: 5 });
    expect(await burst(3, two, { ...spec, limit: 20 })).toBe(3);
    expect(await burst(60, two, spec)).toBe(2);
  });

  it('never admit more than the limit in any window under constant pressure', async () => {
    const two = [await replicas.add(), await replicas.add()];
    const spec = counterOf20({ windowSeconds: 1 });
    const admittedAt: number[] = [];
    const end = Date.now() + 5000;
    const press = async ({ store }: Replica): Promise<void> => {
      while (Date.now() < end) {
        const { allowed, counters } = await store.consume([spec]);
        // The clock of the server, in whole milliseconds.
        if (allowed) admittedAt.push(counters[0]!.resetAtMs - counters[0]!.resetAfterMs);
      }
    };
    await Promise.all(two.flatMap((one) => [press(one), press(one)]));
    admittedAt.sort((a, b) => a - b);
    // Rounding may bring two instants 1 ms closer than they are, so windows of 998 ms are surely inside 1 s.
    const largest = Math.max(
      ...admittedAt.map((begin) => admittedAt.filter((at) => at >= begin && at <= begin + 998).length),
    );
    expect(largest).toBe(20);
    // A unit comes back after 17/16 of a window at the latest.
    expect(admittedAt.length).toBeGreaterThanOrEqual(80);
  });

  it('decide with one round trip for all counters of a call', async () => {
    const { store } = await replicas.add();
    await store.consume([counterOf20()]);
    await replicas.admin.config('RESETSTAT');
    await store.consume([counterOf20(), counterOf20(), counterOf20({ kind: 'gcra' })]);
    const stats = await replicas.admin.info('commandstats');
    expect(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1]).toBe('1');
    expect(stats).not.toContain('cmdstat_eval:');
  });

  it('do not take their own being busy for a loss of Redis', async () => {
    const { store, health } = await replicas.add();
    const decision = store.consume([counterOf20()]);
    const end = Date.now() + 300;
    while (Date.now() < end) continue;
    expect((await decision).allowed).toBe(true);
    expect(health.degradedDecisions).toBe(0);
  });

  it('load the script again when Redis has forgotten it', async () => {
    const { store, health } = await replicas.add();
    const spec = counterOf20();
    await store.consume([spec]);
    await replicas.admin.script('FLUSH');
    const { counters } = await store.consume([spec]);
    expect(counters[0]).toMatchObject({ allowed: true, remaining: 18 });
    expect(health.degradedDecisions).toBe(0);
  });
});

describe('a Redis Cluster', () => {
  let replicas: Replicas;
  beforeEach(async () => {
    replicas = await Replicas.create('--cluster-enabled', 'yes');
  });
  afterEach(() => replicas.dispose());

  it('accepts all counters of a call at once', async () => {
    await replicas.admin.cluster('ADDSLOTSRANGE', 0, 16_383);
    while (!(await replicas.admin.cluster('INFO')).includes('cluster_state:ok')) await sleep(50);
    const { store, health } = await replicas.add();
    const plan = new CounterPlan({
      defaultOf: () => ({ limit: 5, windowSeconds: 60 }),
      rulesOf: () => new RuleSet([]),
    });
    const principal = { userId: 'u', teamId: asTeamId('t'), credential: { id: 'c' } } as Principal;
    const policy = { kind: 'operation', id: 'start_run', cost: 1, bucket: 'start_run' } as OperationPolicy;
    const { counters } = await store.consume(plan.ofCall(principal, policy));
    expect(counters.map(({ remaining }) => remaining)).toEqual([4, 4, 4, 4]);
    expect(health.degradedDecisions).toBe(0);
  });
});
