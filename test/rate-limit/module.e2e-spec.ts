import { setTimeout as sleep } from 'node:timers/promises';
import { Test } from '@nestjs/testing';
import { Redis } from 'ioredis';
import { ConfigModule, loadConfig } from '@app/config';
import {
  ActiveRulesRepository,
  Limiter,
  LimiterHealth,
  RateLimitModule,
  RulesInForce,
} from '@app/rate-limit';
import { freshCounter } from './support/limiter-contract';
import { RedisServer } from './support/redis-server';

describe('RateLimitModule with a Redis URL', () => {
  let server: RedisServer;
  let admin: Redis;
  beforeAll(async () => {
    server = await RedisServer.start();
    admin = new Redis(server.url);
  });
  afterAll(async () => {
    admin.disconnect();
    await server.dispose();
  });

  const connections = async () =>
    String(await admin.client('LIST'))
      .split('\n')
      .filter((line) => line.includes('name=rate-limit')).length;

  it('counts in Redis from the first call on, and closes its connection with the application', async () => {
    const config = loadConfig({ REDIS_URL: server.url });
    const module = await Test.createTestingModule({
      imports: [ConfigModule.forRoot(config), RateLimitModule.forRoot()],
    })
      .overrideProvider(ActiveRulesRepository)
      .useValue({})
      .overrideProvider(RulesInForce)
      .useValue({})
      .compile();
    // Only a process that serves has a share of the limits.
    const app = module.createNestApplication();
    await app.init();
    const spec = freshCounter();
    expect((await app.get(Limiter).consume([spec])).allowed).toBe(true);
    expect(await admin.exists(spec.key)).toBe(1);
    expect(app.get(LimiterHealth).degraded).toBe(false);
    expect(await connections()).toBe(1);
    expect(await admin.zcard('rl:instances')).toBe(1);

    await app.close();
    expect(await admin.zcard('rl:instances')).toBe(0);
    for (let look = 0; look < 50 && (await connections()) > 0; look += 1) await sleep(20);
    expect(await connections()).toBe(0);
  });
});
