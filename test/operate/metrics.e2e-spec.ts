import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoId } from '@app/public-api';
import { Metrics, METRICS, processMetrics } from '@app/telemetry';
import type { MetricDefinition } from '@app/telemetry';
import { metricsReference } from '../../apps/api/src/generate/metrics-reference';
import { createTestApp } from '../support/test-app';
import { createObservedApp } from './support';
import type { ObservedApp, Scrape } from './support';

const ROOT = join(__dirname, '../..');
const COUNT = 'http_request_duration_seconds_count';

describe('metrics', () => {
  let test: ObservedApp;
  let key: string;
  beforeAll(async () => {
    test = await createObservedApp({
      env: {
        RATE_LIMITS:
          'api=100000/60,api_user=100000/60,api_team=100000/60,unauthenticated=100000/60,start_run=1/60',
      },
    });
    key = test.world.acme.keys.owner;
  });
  afterAll(() => test.close());

  /** What a few calls add to a series. */
  async function added(
    work: () => Promise<unknown>,
    metric: string,
    labels: Readonly<Record<string, string>>,
  ): Promise<number> {
    const before = (await test.scrape()).value(metric, labels) ?? 0;
    await work();
    await sleep(30); // The reply is out a moment before its call is counted.
    return ((await test.scrape()).value(metric, labels) ?? 0) - before;
  }

  describe('of calls', () => {
    it('names REST calls by operation, status and the way they came', async () => {
      const labels = { operation: 'list_agents', status: '200', via: 'api' };
      expect(await added(() => test.rest('GET', '/v1/agents', { key }), COUNT, labels)).toBe(1);
    });

    it("names a tool call by its operation and that operation's own status", async () => {
      const call = () =>
        test.mcp.call('get_agent', { agent_id: '00000000-0000-4000-8000-000000000000' }, { key });
      expect(await added(call, COUNT, { operation: 'get_agent', status: '404', via: 'mcp' })).toBe(1);
      expect(await added(call, 'mcp_tool_calls_total', { tool: 'get_agent', outcome: 'invalid' })).toBe(1);
    });

    it('tells outcomes of tool calls apart', async () => {
      const tools = 'mcp_tool_calls_total';
      const own = { tool: 'list_agents', outcome: 'ok' };
      expect(await added(() => test.mcp.call('list_agents', {}, { key }), tools, own)).toBe(1);
      const viewer = test.world.acme.keys.viewer;
      const create = () => test.mcp.call('create_agent', { name: 'x' }, { key: viewer });
      expect(await added(create, tools, { tool: 'create_agent', outcome: 'denied' })).toBe(1);
      const unknown = () => test.mcp.call('drop_everything', {}, { key });
      expect(await added(unknown, tools, { tool: 'unknown', outcome: 'unknown_tool' })).toBe(1);
    });

    it("counts what nobody has signed in for as public, and does not look at a credential's owner", async () => {
      const labels = { operation: 'list_agents', status: '401', via: 'public' };
      expect(await added(() => test.rest('GET', '/v1/agents'), COUNT, labels)).toBe(1);
      const { text } = await test.scrape();
      for (const secret of [key, test.world.acme.teamId, test.world.acme.userIds.owner])
        expect(text).not.toContain(secret);
    });

    it('names endpoints of the authorization server', async () => {
      const labels = { operation: 'oauth_token', status: '400', via: 'public' };
      const ask = () =>
        fetch(`${test.url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'x' }) });
      expect(await added(ask, COUNT, labels)).toBe(1);
    });

    it('tells how long they took, in seconds', async () => {
      const sum = await added(
        () => test.rest('GET', '/v1/agents', { key }),
        'http_request_duration_seconds_sum',
        { operation: 'list_agents', via: 'api' },
      );
      expect(sum).toBeGreaterThan(0.0001);
      expect(sum).toBeLessThan(5);
    });
  });

  describe('of limits', () => {
    const decisions = 'ratelimit_decisions_total';

    it('counts each counter of a call that is allowed', async () => {
      const call = () => test.rest('GET', '/v1/agents', { key });
      for (const bucket of ['api', 'api_user', 'api_team'])
        expect(await added(call, decisions, { bucket, verdict: 'allowed' })).toBe(1);
    });

    it('counts a refusal on the bucket that refused', async () => {
      const start = () => test.rest('POST', '/v1/runs', { key, body: {} });
      await start();
      expect(await added(start, decisions, { bucket: 'start_run', verdict: 'refused' })).toBe(1);
      expect(await added(start, decisions, { bucket: 'api', verdict: 'allowed' })).toBe(0);
    });
  });

  describe('of the installation', () => {
    it('are zero when there is nothing to do', async () => {
      const scrape = await test.scrape();
      expect(scrape.value('runs', { state: 'starting' })).toBe(0);
      expect(scrape.value('job_lag_seconds', { queue: 'run' })).toBe(0);
      expect(scrape.value('webhook_deliveries_due')).toBe(0);
      expect(scrape.value('webhook_lag_seconds')).toBe(0);
    });

    it('say what runs and how the pool is used', async () => {
      const scrape = await test.scrape();
      expect(scrape.value('build_info', { node: process.version })).toBe(1);
      expect(scrape.series.find(({ metric }) => metric === 'build_info')?.labels.version).toMatch(/^\d+\./);
      expect(scrape.value('database_pool_size')).toBe(5);
      expect(scrape.value('database_pool_connections')).toBeGreaterThan(0);
      expect(scrape.value('database_pool_waiting')).toBe(0);
      expect(scrape.value('ratelimit_degraded')).toBe(0);
    });
  });

  describe('reference', () => {
    /** Everything a scrape has, by name: both what is declared and what has a value. */
    const familiesOf = ({ families }: Scrape): string[] => [...families.keys()].sort();

    it('has what /metrics prints, and nothing else', async () => {
      const documented = [...(await metricsReference()).matchAll(/^(?:## |\| `)([a-z0-9_]+)`?/gm)].map(
        ([, name]) => name,
      );
      expect(documented.sort()).toEqual(familiesOf(await test.scrape()));
    });

    it('has the types that /metrics prints, and each label is one of those it lists', async () => {
      const { families, series } = await test.scrape();
      for (const [name, { type, labels }] of Object.entries<MetricDefinition>(METRICS)) {
        expect(`${name} ${families.get(name)}`).toBe(`${name} ${type}`);
        for (const one of series.filter(({ metric }) => metric.replace(/_(count|sum|bucket)$/, '') === name))
          expect(Object.keys(one.labels).filter((label) => label !== 'le')).toEqual(Object.keys(labels));
      }
      for (const { name, type } of await processMetrics()) expect(families.get(name)).toBe(type);
    });

    it('is committed as the code has it', async () => {
      expect(readFileSync(join(ROOT, 'docs/reference/metrics.md'), 'utf8')).toBe(await metricsReference());
    });
  });
});

describe('work that waits', () => {
  it('shows in runs, jobs and webhooks, with the age of the oldest', async () => {
    const test = await createObservedApp();
    const started = await test.rest('POST', '/v1/runs', {
      key: test.world.acme.keys.owner,
      body: { agent_id: demoId('agent', 'Support Triage') },
    });
    expect(started.status).toBe(201);
    await test.database.query(
      `update pgboss.job set created_on = now() - interval '90 seconds', start_after = now() - interval '90 seconds'`,
    );
    await test.database.query(
      `insert into webhook_deliveries (team_id, run_id, event, url, host, body, next_attempt_at)
       select team_id, id, 'run_failed', 'https://receiver.test/', 'receiver.test', '{}', now() - minutes * interval '1 minute'
       from runs, generate_series(-1, 7) minutes where id = $1`,
      [started.body.run.id],
    );
    const { rows } = await test.database.query<{ pending: number }>(
      `select count(*)::int as pending from runs where status = 'pending'`,
    );
    const scrape = await test.scrape();
    expect(rows[0]?.pending).toBeGreaterThan(0);
    expect(scrape.value('runs', { state: 'pending' })).toBe(rows[0]?.pending);
    expect(scrape.value('job_lag_seconds', { queue: 'run' })).toBeCloseTo(90, -1);
    expect(scrape.value('webhook_deliveries_due')).toBe(8);
    expect(scrape.value('webhook_lag_seconds')).toBeCloseTo(420, -1);
    await test.close();
  });
});

describe('cardinality', () => {
  it('has a bound: a thousand made-up paths, tools, methods and ids add no series', async () => {
    const test = await createObservedApp();
    const key = test.world.acme.keys.owner;
    const nonsense = (n: number) => [
      test.rest('GET', `/v1/nonsense-${n}`, { key }),
      test.rest('GET', `/${n}/of/nothing?x=${n}`),
      test.rest('GET', `/v1/agents/${n}-made-up`, { key }),
      test.mcp.call(`tool_${n}`, { n }, { key }),
      test.mcp.call('get_agent', { agent_id: `a${n}` }, { key }),
      test.mcp.request(`method/${n}`, {}, { key }),
    ];
    const seriesNow = async () => {
      await sleep(100);
      const { series } = await test.scrape();
      return series.map(({ metric, labels }) => `${metric} ${JSON.stringify(labels)}`).sort();
    };
    await Promise.all([...nonsense(0), ...nonsense(1)]);
    const before = await seriesNow();
    for (let n = 2; n < 170; n += 1) await Promise.all(nonsense(n));
    const stable = (series: string[]) => series.filter((one) => !/^nodejs_|^process_/.test(one));
    expect(stable(await seriesNow())).toEqual(stable(before));
    await test.close();
  }, 120_000);
});

describe('a database that is away', () => {
  it('costs the metrics that come from it, and no other', async () => {
    const test = await createObservedApp();
    await test.rest('GET', '/v1/agents', { key: test.world.acme.keys.owner });
    await test.database.query('alter table runs rename to runs_elsewhere');
    await sleep(30);
    const scrape = await test.scrape();
    expect(scrape.value('runs')).toBeUndefined();
    expect(scrape.value('webhook_lag_seconds')).toBe(0);
    expect(scrape.value(COUNT, { operation: 'list_agents' })).toBe(1);
    await test.database.query('alter table webhook_deliveries rename to deliveries_elsewhere');
    await sleep(5100);
    // Not 0, which would say that nothing waits.
    expect((await test.scrape()).value('webhook_lag_seconds')).toBeUndefined();
    await test.close();
  });
});

describe('without METRICS_PORT', () => {
  it('nothing is counted', async () => {
    const test = await createTestApp();
    await test.rest('GET', '/v1/agents', { key: test.world.acme.keys.owner });
    expect(test.get(Metrics).isOpen).toBe(false);
    await test.close();
  });
});
