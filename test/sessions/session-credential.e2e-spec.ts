import { createHash } from 'node:crypto';
import { AuthzInvalidation, csrfBindingOf, CsrfTokens } from '@app/auth';
import type { Role } from '@app/auth';
import { demoId } from '@app/public-api';
import { SessionsRepository } from '../../libs/auth/src/sessions/sessions.repository';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { signedIn } from './support/signed-in';
import type { SignedIn } from './support/signed-in';

/** Long enough for the embedded database to open on a busy machine. */
const BOOT_LIMIT = 120_000;

describe.each(DATABASES)('the browser session as a credential, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, BOOT_LIMIT);
  afterAll(() => app.close());

  const browser = (role: Role = 'owner'): Promise<SignedIn> => signedIn(app, app.world.acme.userIds[role]);
  const get = (headers: Record<string, string>, path = '/v1/profile', method = 'GET') =>
    fetch(`${app.url}${path}`, { method, headers });
  const profileOf = async (headers: Readonly<Record<string, string>>) => {
    const response = await get(headers);
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };

  it('opens the Public API with the role of its user, not narrowed by scopes', async () => {
    const { headers, session } = await browser('viewer');
    const { status, body } = await profileOf(headers);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      profile: {
        role: 'viewer',
        team_id: app.world.acme.teamId,
        credential: { type: 'session', id: session.id, name: null, key_prefix: null, client_name: null },
      },
    });
    const created = await fetch(`${app.url}/v1/agents`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'by a viewer' }),
    });
    expect(created.status).toBe(403);
  });

  it('is recorded as coming from the dashboard', async () => {
    const { headers, session } = await browser();
    const response = await get({ ...headers, 'x-request-id': 'from-dashboard' }, '/v1/agents?limit=1');
    expect(response.status).toBe(200);
    await response.text();
    await app.flushAudit();
    const { rows } = await app.database.query<{ source: string; credential_id: string }>(
      `select source, credential_id from audit_entries where request_id = 'from-dashboard'`,
    );
    expect(rows).toEqual([{ source: 'dashboard', credential_id: session.id }]);
  });

  it('starts runs that come from the dashboard, once per idempotency key', async () => {
    const { headers } = await browser();
    const agent_id = demoId('agent', 'Support Triage');
    const start = () =>
      app.rest('POST', '/v1/runs', {
        headers: { ...headers, 'idempotency-key': 'from-the-dashboard' },
        body: { agent_id },
      });
    const [first, again] = [await start(), await start()];
    expect(first.body).toMatchObject({ run: { source: 'dashboard' } });
    expect(again.body).toEqual(first.body);
  });

  it('is a credential of its own for the bucket api', async () => {
    const [first, second] = [await browser(), await browser()];
    const remaining = async ({ headers }: SignedIn) =>
      Number((await get(headers)).headers.get('x-ratelimit-remaining'));
    const before = await remaining(first);
    expect(await remaining(first)).toBe(before - 1);
    expect(await remaining(second)).toBe(before);
  });

  describe('A71 is no Principal', () => {
    const refused = async (
      change: (headers: Record<string, string>) => void,
      path?: string,
      method?: string,
    ) => {
      const { headers } = await browser();
      const changed: Record<string, string> = { ...headers };
      change(changed);
      const response = await get(changed, path, method);
      const body = (await response.json()) as { error?: string | object };
      return { status: response.status, error: body.error };
    };
    const UNAUTHENTICATED = { status: 401, error: 'invalid_token' };

    it('A71 without the CSRF header', async () => {
      expect(await refused((headers) => delete headers['x-csrf-token'])).toEqual(UNAUTHENTICATED);
    });

    it('A71 with the CSRF token of another session', async () => {
      const other = await browser('admin');
      expect(await refused((headers) => (headers['x-csrf-token'] = other.csrf))).toEqual(UNAUTHENTICATED);
    });

    it.each(['cross-site', 'same-site', 'none'])('A71 sent %s', async (site) => {
      expect(await refused((headers) => (headers['sec-fetch-site'] = site))).toEqual(UNAUTHENTICATED);
    });

    it('A71 where the browser does not say who sent it', async () => {
      expect(await refused((headers) => delete headers['sec-fetch-site'])).toEqual(UNAUTHENTICATED);
    });

    it('A71 from another origin, whatever Sec-Fetch-Site says', async () => {
      expect(await refused((headers) => (headers.origin = 'https://evil.example'))).toEqual(UNAUTHENTICATED);
    });

    it.each(['null', 'http://127.0.0.1', 'http://127.0.0.1.evil.example'])(
      'A71 from the origin %s',
      async (origin) => {
        expect(await refused((headers) => (headers.origin = origin))).toEqual(UNAUTHENTICATED);
      },
    );

    it('A71 with a cookie that was made up, even with a token that fits it', async () => {
      const id = 'x'.repeat(43);
      const hash = createHash('sha256').update(id).digest('hex');
      const lookups = jest.spyOn(app.get(SessionsRepository), 'find');
      const outcome = await refused((headers) => {
        headers.cookie = `duvo_session=${id}.${'x'.repeat(43)}`;
        headers['x-csrf-token'] = app.get(CsrfTokens).issue(csrfBindingOf({ hash }));
      });
      expect(outcome).toEqual(UNAUTHENTICATED);
      expect(lookups).not.toHaveBeenCalled();
      lookups.mockRestore();
    });

    it('A71 with the cookie under another name', async () => {
      expect(await refused((headers) => (headers.cookie = `x${headers.cookie}`))).toEqual(UNAUTHENTICATED);
    });

    it('A71 beside an empty Authorization header', async () => {
      expect(await refused((headers) => (headers.authorization = ''))).toEqual(UNAUTHENTICATED);
    });

    it('A71 for a user who is in no team, or no longer in that of the session', async () => {
      const { headers, session } = await browser('builder');
      expect((await get(headers)).status).toBe(200);
      await app.database.query(`delete from members where user_id = $1`, [session.userId]);
      app.get(AuthzInvalidation).changed(`user:${session.userId}`);
      expect((await get(headers)).status).toBe(401);
    });

    it('A71 beside a bearer that is no good', async () => {
      expect(await refused((headers) => (headers.authorization = 'Bearer nonsense'))).toEqual(
        UNAUTHENTICATED,
      );
    });

    it('A71 for a tool call', async () => {
      const { headers } = await browser();
      const reply = await app.mcp.call('list_agents', {}, { headers });
      expect(reply.status).toBe(401);
    });

    it('A71 on the MCP endpoint', async () => {
      expect((await refused(() => undefined, '/v1/mcp', 'POST')).status).toBe(401);
      expect((await refused(() => undefined, '/v1/mcp/', 'POST')).status).toBe(401);
      expect((await refused(() => undefined, '/V1/MCP', 'POST')).status).toBe(404);
      expect((await refused(() => undefined, '/v1/mcp', 'DELETE')).status).toBe(401);
    });
  });

  it('A71 counts for nothing beside a good bearer: the key alone decides', async () => {
    const { headers } = await browser('owner');
    const { body } = await profileOf({ ...headers, authorization: `Bearer ${app.world.acme.keys.viewer}` });
    expect(body).toMatchObject({ profile: { role: 'viewer' } });
  });
});
