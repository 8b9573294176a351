import { signInAndConnect } from '../oauth/support/connect';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { dashboardAs } from './support/dashboard';
import type { Dashboard } from './support/dashboard';

describe('a rule for an OAuth client', () => {
  let app: TestApp;
  let admin: Dashboard;
  beforeAll(async () => {
    app = await createTestApp({ redis: true });
    admin = await dashboardAs(app, 'admin');
  }, 120_000);
  afterAll(() => app.close());

  it('holds for the calls of that client alone, and is named to who asks', async () => {
    const userId = app.world.acme.userIds.owner;
    const limited = await signInAndConnect(app, { client: { client_name: 'Limited' } });
    const other = await signInAndConnect(app, { client: { client_name: 'Other' } });
    const { status, body } = await admin('POST', '/rate-limit-rules', {
      body: {
        subject: 'oauth_client',
        subject_id: limited.clientId,
        bucket: 'api',
        limit: 4,
        window_seconds: 3600,
      },
    });
    expect([status, body.error]).toEqual([201, undefined]);

    const limitOf = async (key: string) =>
      (await app.rest('GET', '/v1/profile', { key })).headers.get('x-ratelimit-limit');
    await until(async () => ((await limitOf(limited.accessToken)) === '4' ? true : undefined), 2000);

    const answers: number[] = [];
    for (let call = 0; call < 6; call += 1)
      answers.push((await limited.host.call(limited.accessToken)).status);
    expect(answers).toContain(429);
    expect(answers.at(-1)).toBe(429);
    expect((await other.host.call(other.accessToken)).status).toBe(200);
    expect(await limitOf(other.accessToken)).not.toBe('4');
    expect(await limitOf(app.world.acme.keys.owner)).not.toBe('4');

    const explained = await admin('GET', '/effective-limits', {
      query: { user_id: userId, client_id: limited.clientId },
    });
    expect([explained.status, JSON.stringify(explained.body)]).toEqual([
      200,
      expect.stringContaining(body.rule.id),
    ]);
  });
});
