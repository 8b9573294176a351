import type { INestApplication } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import supertest from 'supertest';
import { AddressLimiter } from '@app/auth';
import { ConfigModule, loadConfig } from '@app/config';
import { ApiExceptionFilter, RefusalGuard } from '@app/errors';
import { limitTraceOf } from '@app/telemetry';
import type { LimitTrace } from '@app/telemetry';
import type { NextFunction, Request, Response } from 'express';
import {
  EffectiveLimits,
  LIMIT_STORE,
  RateLimitGuard,
  RateLimitModule,
  RuleSet,
  RulesInForce,
} from './index';
import type { LimitStore } from './index';
import { authenticate, MetricsModule, principal, RoutesModule } from './rate-limit.guard.spec-support';
import { ActiveRulesRepository } from './rules/active-rules.repository';
import { LocalLimitStore } from './stores/local-limit.store';

describe('RateLimitGuard', () => {
  const NOW_S = 1_800_000_000;
  let nowUs: number;
  let store: LimitStore;
  let rules: RuleSet;
  let app: INestApplication;
  let traces: (LimitTrace | undefined)[];

  async function start(limits = 'api=5/60,api_user=7/60,api_team=9/60,start_run=2/30', draft = 'on') {
    nowUs = NOW_S * 1_000_000;
    rules = new RuleSet([]);
    store = new LocalLimitStore(() => nowUs);
    const config = loadConfig({ RATE_LIMITS: limits, RATE_LIMIT_DRAFT_HEADERS: draft });
    const testing = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), MetricsModule, RateLimitModule.forRoot(), RoutesModule],
      providers: [
        { provide: APP_GUARD, useExisting: RateLimitGuard },
        { provide: APP_GUARD, useClass: RefusalGuard },
        { provide: APP_FILTER, useClass: ApiExceptionFilter },
      ],
    })
      .overrideProvider(LIMIT_STORE)
      .useValue(store)
      .overrideProvider(ActiveRulesRepository)
      .useValue({})
      .overrideProvider(RulesInForce)
      .useValue({ of: () => rules })
      .compile();
    app = testing.createNestApplication({ logger: false });
    traces = [];
    app.use((request: Request, response: Response, next: NextFunction) => {
      response.once('finish', () => traces.push(limitTraceOf(request)));
      next();
    });
    app.use(authenticate);
    await app.init();
  }

  afterEach(() => app.close());

  const get = (path: string, as?: string) => {
    const request = supertest(app.getHttpServer()).get(path);
    return as ? request.set('x-as', as) : request;
  };

  it('describes the bucket api on an authenticated reply', async () => {
    await start();
    const { status, headers } = await get('/cheap', 'key');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '5',
      'x-ratelimit-remaining': '4',
      // 17 cells of 3.75 s after the cell of this call began.
      'x-ratelimit-reset': String(NOW_S + 64),
      'ratelimit-policy': '"api";q=5;w=60',
      ratelimit: '"api";r=4;t=64',
    });
    expect(headers).not.toHaveProperty('retry-after');
  });

  it('leaves the draft headers out where they are switched off', async () => {
    await start('api=1/60', 'off');
    for (const expected of [200, 429]) {
      const { status, headers } = await get('/cheap', 'key');
      expect(status).toBe(expected);
      expect(headers).toHaveProperty('x-ratelimit-limit', '1');
      expect(headers).not.toHaveProperty('ratelimit');
      expect(headers).not.toHaveProperty('ratelimit-policy');
    }
  });

  it('asks the store once per request, whatever the request counts on', async () => {
    await start();
    const consume = jest.spyOn(store, 'consume');
    await supertest(app.getHttpServer()).post('/start').set('x-as', 'key').expect(200);
    expect(consume).toHaveBeenCalledTimes(1);
    expect(consume.mock.calls[0]?.[0].map(({ key, cost }) => [key, cost])).toEqual([
      ['rl:{team}:api:key', 2],
      ['rl:{team}:api_user:user', 2],
      ['rl:{team}:api_team:team', 2],
      ['rl:{team}:start_run:key', 2],
    ]);
  });

  it('refuses with the headers and the body of the bucket that is used up', async () => {
    await start();
    const call = () => supertest(app.getHttpServer()).post('/start').set('x-as', 'key');
    await call().expect(200);
    const { status, headers, body } = await call();
    expect(status).toBe(429);
    expect(headers).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(NOW_S + 32),
      'retry-after': '32',
      'ratelimit-policy': '"start_run";q=2;w=30',
      ratelimit: '"start_run";r=0;t=32',
    });
    expect(body).toEqual({
      error: 'rate_limited',
      message: 'The limit of the bucket start_run is used up (2 per 30 s). Try again in 32 s.',
      request_id: '',
      details: [
        {
          field: 'bucket',
          code: 'start_run',
          message: 'start_run allows 2 per 30 s; this call is admitted in 32 s',
        },
      ],
    });
  });

  it('charges nothing for a refused call', async () => {
    await start();
    const call = () => supertest(app.getHttpServer()).post('/start').set('x-as', 'key');
    await call().expect(200);
    await call().expect(429);
    await call().expect(429);
    const { headers } = await get('/cheap', 'key');
    expect(headers).toHaveProperty('x-ratelimit-remaining', '2');
  });

  it('admits the call after exactly the time it was told to wait', async () => {
    await start();
    const call = () => supertest(app.getHttpServer()).post('/start').set('x-as', 'key');
    await call().expect(200);
    const refused = await call().expect(429);
    nowUs += Number(refused.headers['retry-after']) * 1_000_000;
    await call().expect(200);
  });

  it('takes the cost that the operation declares', async () => {
    await start();
    const { headers } = await get('/dear', 'key');
    expect(headers).toHaveProperty('x-ratelimit-remaining', '2');
    await get('/dear', 'key').expect(429);
  });

  it('counts a user over all credentials', async () => {
    await start();
    for (let call = 0; call < 5; call += 1) await get('/cheap', 'key1').expect(200);
    for (let call = 0; call < 2; call += 1) await get('/cheap', 'key2').expect(200);
    const { status, body } = await get('/cheap', 'key2');
    expect([status, body.details[0].code]).toEqual([429, 'api_user']);
  });

  it('counts a team over all users', async () => {
    await start();
    for (const as of ['a/a/t', 'b/b/t', 'c/c/t']) {
      for (let call = 0; call < 3; call += 1) await get('/cheap', as).expect(200);
    }
    const { status, body } = await get('/cheap', 'd/d/t');
    expect([status, body.details[0].code]).toEqual([429, 'api_team']);
    await get('/cheap', 'd/d/other').expect(200);
  });

  it('names the bucket that keeps the call waiting longest', async () => {
    await start('api=1/10,api_user=1/60');
    await get('/cheap', 'key').expect(200);
    const { body } = await get('/cheap', 'key').expect(429);
    expect(body.details[0].code).toBe('api_user');
  });

  it('charges a malformed call of an authenticated caller', async () => {
    await start();
    const { status, headers } = await get('/cheap', 'key').set('x-malformed', '1');
    expect([status, headers['x-ratelimit-remaining']]).toEqual([400, '4']);
  });

  it('charges a surface that takes a credential as an operation of cost 1', async () => {
    await start();
    const { headers } = await get('/surface', 'key');
    expect(headers).toHaveProperty('x-ratelimit-remaining', '4');
  });

  it.each([
    ['a public surface', '/public', 'key'],
    ['a request without a Principal', '/cheap', undefined],
    ['a route that opts out by @SkipThrottle', '/skipped', 'key'],
  ])('charges nothing for %s', async (_name, path, as) => {
    await start();
    const consume = jest.spyOn(store, 'consume');
    const { status, headers } = await get(path, as);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('x-ratelimit-limit');
    expect(consume).not.toHaveBeenCalled();
  });

  it('counts a limit that a route sets by @Throttle on top, under the name of the operation', async () => {
    await start();
    const { headers } = await get('/throttled', 'key').expect(200);
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4' });
    const { body } = await get('/throttled', 'key').expect(429);
    expect(body.details[0].code).toBe('throttled');
    await get('/cheap', 'key').expect(200);
  });

  it('honours @Throttle on a controller', async () => {
    await start();
    await get('/class', 'key').expect(200);
    const { body } = await get('/class', 'key').expect(429);
    expect(body.details[0].code).toBe('by_class');
  });

  it('tells a caller its limits, the running call counted', async () => {
    await start();
    await supertest(app.getHttpServer()).post('/start').set('x-as', 'key').expect(200);
    const limits = await app.get(EffectiveLimits).describe(principal('key'));
    expect(limits.map(({ bucket, scope, limit, remaining }) => [bucket, scope, limit, remaining])).toEqual([
      ['api', 'credential', 5, 3],
      ['api_user', 'user', 7, 5],
      ['api_team', 'team', 9, 7],
      ['start_run', 'credential', 2, 0],
      ['sandbox_upload', 'credential', 60, 60],
    ]);
    expect(limits[0]).toMatchObject({ windowSeconds: 60, resetAt: new Date((NOW_S + 63.75) * 1000) });
    expect(limits[4]?.resetAt).toEqual(new Date(NOW_S * 1000));
    const { headers } = await get('/cheap', 'key');
    expect(headers).toHaveProperty('x-ratelimit-remaining', '2');
  });

  describe('leaves on the request', () => {
    const rule = { subject: 'role', subjectId: 'member', bucket: 'api', windowSeconds: 60 } as const;

    it('what an admitted call costs, and what each counter said', async () => {
      await start();
      await get('/dear', 'key').expect(200);
      expect(traces).toEqual([
        {
          cost: 3,
          shadowRefusals: [],
          counters: ['api', 'api_user', 'api_team'].map((bucket) => ({ bucket, verdict: 'allowed' })),
        },
      ]);
    });

    it('the bucket that refused the call and the rule its limit comes from', async () => {
      await start();
      rules = new RuleSet([{ ...rule, id: 'r1', limit: 1, mode: 'enforce' }]);
      await get('/cheap', 'key').expect(200);
      await get('/cheap', 'key').expect(429);
      expect(traces[1]).toEqual({
        cost: 1,
        refusedBucket: 'api',
        refusedRuleId: 'r1',
        shadowRefusals: [],
        counters: [{ bucket: 'api', verdict: 'refused' }],
      });
    });

    it('the rules on trial that would have refused the call', async () => {
      await start();
      rules = new RuleSet([{ ...rule, id: 'r2', limit: 1, mode: 'shadow' }]);
      await get('/cheap', 'key').expect(200);
      await get('/cheap', 'key').expect(200);
      expect(traces.map((trace) => trace?.shadowRefusals)).toEqual([[], ['r2']]);
      expect(traces[1]?.counters).toContainEqual({ bucket: 'api', verdict: 'shadow_refused' });
      expect(traces[1]).toHaveProperty('refusedBucket', undefined);
    });

    it('nothing where nobody was charged', async () => {
      await start();
      await get('/public', 'key').expect(200);
      expect(traces).toEqual([undefined]);
    });
  });

  it('provides the limiter of addresses', async () => {
    await start('unauthenticated=1/60');
    const addresses = app.get(AddressLimiter);
    await addresses.charge('192.0.2.1');
    expect(addresses.blockedFor('192.0.2.1')).toBeGreaterThan(59_000);
  });
});
