import type { Role } from '@app/auth';
import { limitsReply } from '../../libs/public-api/src/identity/limits.schemas';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { browserAs } from './support';

const LIMITS = '/settings/limits';

describe('own limits in the dashboard', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp();
  }, 120_000);
  afterAll(() => app.close());

  it.each<Role>(['owner', 'member', 'viewer'])('200: a %s sees what the Public API says', async (role) => {
    const browser = await browserAs(app, role);
    const own = limitsReply.parse((await browser.send('GET', LIMITS)).body);
    const { body } = await app.rest('GET', '/v1/limits', { headers: browser.headers });
    const fixed = ({ rate_limits: limits, ...rest }: typeof own) => ({
      ...rest,
      limits: limits.map(({ bucket, scope, limit, window_seconds: window }) => [
        bucket,
        scope,
        limit,
        window,
      ]),
    });
    expect(own.rate_limits.length).toBeGreaterThan(0);
    expect(fixed(own)).toEqual(fixed(limitsReply.parse(body)));
  });

  it('200: a rule of the team shows at once, one on trial does not', async () => {
    const owner = await browserAs(app, 'owner');
    const rule = { subject: 'role', subject_id: 'builder', bucket: 'api', window_seconds: 60 };
    for (const more of [{ limit: 77 }, { limit: 78, mode: 'shadow' }]) {
      expect((await owner.send('POST', '/admin/rate-limit-rules', { ...rule, ...more })).status).toBe(201);
    }
    const limits = async (role: Role) =>
      limitsReply
        .parse((await (await browserAs(app, role)).send('GET', LIMITS)).body)
        .rate_limits.map(({ limit }) => limit);
    expect(await limits('builder')).toContain(77);
    expect(await limits('builder')).not.toContain(78);
    expect(await limits('member')).not.toContain(77);
  });
});
