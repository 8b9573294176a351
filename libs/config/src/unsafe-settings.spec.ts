import { loadConfig } from './load-config';
import { unsafeSettings } from './unsafe-settings';
import type { ProcessKind } from './unsafe-settings';

const POSTGRES = { DATABASE_URL: 'postgres://db.test/duvo' };
const REDIS = { REDIS_URL: 'redis://cache.test' };

function warnings(env: Record<string, string>, kind: ProcessKind = 'api'): string[] {
  return unsafeSettings(loadConfig(env), kind).map(({ grade, text }) => `${grade} ${text.split(/[ :]/)[0]}`);
}

describe('unsafeSettings', () => {
  it('finds nothing in the defaults', () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({}, 'worker')).toEqual([]);
  });

  it('warns of an origin without TLS, except on this machine', () => {
    expect(warnings({ PUBLIC_URL: 'http://api.test' })).toEqual(['mustChange PUBLIC_URL']);
    for (const PUBLIC_URL of ['https://api.test', 'http://localhost:3000', 'http://[::1]:3000'])
      expect(warnings({ PUBLIC_URL })).toEqual([]);
  });

  it('warns of PostgreSQL without Redis, and of Redis with the embedded database', () => {
    expect(warnings(POSTGRES)).toEqual(['mustChange REDIS_URL']);
    expect(warnings({ ...POSTGRES, ...REDIS })).toEqual([]);
    expect(warnings(REDIS)).toEqual(['shouldChange The']);
  });

  it('tells a worker only what concerns it: who sends webhooks', () => {
    const all = { ...POSTGRES, PUBLIC_URL: 'http://api.test', WEBHOOK_ALLOW_PRIVATE: 'on' };
    expect(warnings(all)).toEqual([
      'mustChange PUBLIC_URL',
      'mustChange REDIS_URL',
      'mustChange WEBHOOK_ALLOW_PRIVATE',
    ]);
    expect(warnings(all, 'worker')).toEqual(['mustChange WEBHOOK_ALLOW_PRIVATE']);
  });
});
