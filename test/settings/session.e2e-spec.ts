import { sql } from 'drizzle-orm';
import { meReply } from '../../libs/settings/src/session/session.schemas';
import { OWNER, PASSWORD, setPassword } from '../oauth/pages/support/person';
import { signedIn } from '../sessions/support/signed-in';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';

const OURS = { 'sec-fetch-site': 'same-origin' };
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

describe.each(DATABASES)('the session of the dashboard, on $database', ({ embedded }) => {
  let app: TestApp;
  let ownerId: string;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
    const { acme, globex } = app.world;
    ownerId = acme.userIds.owner;
    await setPassword(app, ownerId, PASSWORD);
    await app.database.handle.execute(
      sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${ownerId}, 'viewer')`,
    );
  }, 120_000);
  afterAll(() => app.close());

  const SESSION = '/api/settings/session';
  const ME = '/api/settings/me';
  const TEAM = '/api/settings/current-team';
  const signIn = (body: unknown, headers: Record<string, string> = OURS) =>
    app.rest('POST', SESSION, { body, headers });
  const said = ({ status, body }: { status: number; body: { error?: string } }) => [status, body.error];

  describe('POST /api/settings/session', () => {
    it('200: begins a session with which the person is known', async () => {
      const reply = await signIn({ email: OWNER.toUpperCase(), password: PASSWORD });
      expect([reply.status, reply.body]).toEqual([200, { success: true }]);
      const cookies = reply.headers.getSetCookie().filter((one) => one.startsWith('duvo_session='));
      expect(cookies).toHaveLength(1);
      expect(cookies[0]).toMatch(/; HttpOnly/);
      expect(cookies[0]).toMatch(/; SameSite=Lax/);
      const cookie = (cookies[0] ?? '').split(';')[0] ?? '';
      const me = meReply.parse((await app.rest('GET', ME, { headers: { ...OURS, cookie } })).body);
      expect(me.user).toMatchObject({ id: ownerId, email: OWNER });
      const write = { ...OURS, cookie, 'x-csrf-token': me.csrf_token };
      expect((await app.rest('DELETE', SESSION, { headers: write })).status).toBe(200);
    });

    it('401: says the same of a wrong password and of somebody unknown, and sets nothing', async () => {
      const wrong = await signIn({ email: OWNER, password: 'wrong' });
      const unknown = await signIn({ email: 'nobody@acme.test', password: 'wrong' });
      for (const reply of [wrong, unknown]) {
        expect(said(reply)).toEqual([401, 'invalid_token']);
        expect(reply.headers.getSetCookie()).toEqual([]);
        expect(reply.headers.get('www-authenticate')).toBeNull();
      }
      expect(unknown.body.message).toBe(wrong.body.message);
    });

    it.each<[string, Record<string, string>]>([
      ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
      ['a neighbour', { 'sec-fetch-site': 'same-site' }],
      ['nobody knows where', {}],
    ])('403: from %s nobody is signed in', async (_from, headers) => {
      const reply = await signIn({ email: OWNER, password: PASSWORD }, headers);
      expect(said(reply)).toEqual([403, 'forbidden']);
      expect(reply.headers.getSetCookie()).toEqual([]);
    });

    it.each([
      {},
      { email: OWNER },
      { email: 'no address', password: 'x' },
      { email: 'a\u0000b@acme.test', password: 'x' },
      { email: OWNER, password: 'x'.repeat(2000) },
      { email: OWNER, password: PASSWORD, more: 1 },
      [],
    ])('400: %j', async (body) => {
      expect(said(await signIn(body))).toEqual([400, 'invalid_request']);
    });

    it('notes in the audit trail who came in, who did not, and who switched the team', async () => {
      await signIn({ email: OWNER, password: PASSWORD });
      await signIn({ email: OWNER, password: 'wrong' });
      const { headers } = await signedIn(app, ownerId);
      await app.rest('PUT', TEAM, { headers, body: { team_id: app.world.globex.teamId } });
      // Nobody waits for the entry of a failed sign-in.
      await until(async () => {
        await app.flushAudit();
        const { rows } = await app.database.query<{ act: string }>(
          `select distinct operation_id || ' ' || status as act from audit_entries
             where user_id = $1 and source = 'dashboard' order by act`,
          [ownerId],
        );
        const acts = rows.map(({ act }) => act);
        return ['settings_set_current_team 200', 'sign_in 200', 'sign_in 400'].every((act) =>
          acts.includes(act),
        )
          ? true
          : undefined;
      }, 5000);
    });
  });

  describe('GET /api/settings/me', () => {
    it('200: the person, their teams, the current one and a token that writes are taken with', async () => {
      const { acme, globex } = app.world;
      const { cookie } = await signedIn(app, ownerId);
      const me = meReply.parse((await app.rest('GET', ME, { headers: { ...OURS, cookie } })).body);
      expect(me.teams.map(({ id, role }) => ({ id, role }))).toEqual(
        expect.arrayContaining([
          { id: acme.teamId, role: 'owner' },
          { id: globex.teamId, role: 'viewer' },
        ]),
      );
      expect(me.teams.map(({ id }) => id)).toContain(me.current_team?.id);
    });

    it('200: somebody without a team is somebody, too', async () => {
      const { cookie, session } = await signedIn(app, ownerId);
      await app.database.handle.execute(sql`update sessions set team_id = null where hash = ${session.hash}`);
      const reply = await app.rest('GET', ME, { headers: { ...OURS, cookie } });
      expect([reply.status, meReply.parse(reply.body).current_team]).toEqual([200, null]);
    });

    it('401: without a session, from another site, and beside a key', async () => {
      const { cookie } = await signedIn(app, ownerId);
      const authorization = `Bearer ${app.world.acme.keys.owner}`;
      const tries: Record<string, string>[] = [
        OURS,
        { ...OURS, cookie: 'duvo_session=made-up' },
        { cookie, 'sec-fetch-site': 'cross-site' },
        { ...OURS, cookie, authorization },
        { ...OURS, authorization },
      ];
      for (const headers of tries) {
        expect(said(await app.rest('GET', ME, { headers }))).toEqual([401, 'invalid_token']);
      }
    });
  });

  describe('PUT /api/settings/current-team', () => {
    it('200: lets the session act in another team from then on', async () => {
      const { globex, acme } = app.world;
      const { headers } = await signedIn(app, ownerId);
      for (const teamId of [globex.teamId, acme.teamId]) {
        const reply = await app.rest('PUT', TEAM, { headers, body: { team_id: teamId } });
        expect([reply.status, meReply.parse(reply.body).current_team?.id]).toEqual([200, teamId]);
        const me = await app.rest('GET', ME, { headers });
        expect(meReply.parse(me.body).current_team?.id).toBe(teamId);
      }
    });

    it('404: a team of others is one that does not exist', async () => {
      const { headers } = await signedIn(app, app.world.acme.userIds.member);
      const answers = [];
      for (const id of [app.world.globex.teamId, UNKNOWN_ID]) {
        const { status, body } = await app.rest('PUT', TEAM, { headers, body: { team_id: id } });
        answers.push({ status, error: body.error, message: body.message });
      }
      expect(answers[0]).toEqual(expect.objectContaining({ status: 404, error: 'not_found' }));
      expect(answers[1]).toEqual(answers[0]);
    });

    it('401 without a session, 403 without the CSRF token, 400 for what is no id', async () => {
      const { headers, cookie } = await signedIn(app, ownerId);
      const body = { team_id: app.world.acme.teamId };
      expect(said(await app.rest('PUT', TEAM, { headers: OURS, body }))).toEqual([401, 'invalid_token']);
      const bare = { ...OURS, cookie };
      expect(said(await app.rest('PUT', TEAM, { headers: bare, body }))).toEqual([403, 'forbidden']);
      expect(said(await app.rest('PUT', TEAM, { headers, body: { team_id: 'x' } }))).toEqual([
        400,
        'invalid_request',
      ]);
    });
  });

  describe('DELETE /api/settings/session', () => {
    it('200: ends the session at once, and again changes nothing', async () => {
      const { headers } = await signedIn(app, ownerId);
      for (let time = 0; time < 2; time += 1) {
        const reply = await app.rest('DELETE', SESSION, { headers });
        expect([reply.status, reply.body]).toEqual([200, { success: true }]);
        expect((await app.rest('GET', ME, { headers })).status).toBe(401);
      }
    });

    it('403: without the CSRF token, and the session goes on', async () => {
      const { headers, cookie } = await signedIn(app, ownerId);
      const reply = await app.rest('DELETE', SESSION, { headers: { ...OURS, cookie } });
      expect(said(reply)).toEqual([403, 'forbidden']);
      expect((await app.rest('GET', ME, { headers })).status).toBe(200);
    });
  });
});

describe('trying passwords at the dashboard', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ env: { RATE_LIMITS: 'sign_in=3/60' } });
    await setPassword(app, app.world.acme.userIds.owner, PASSWORD);
  }, 120_000);
  afterAll(() => app.close());

  it('429: has an end, after which the right one is not looked at either', async () => {
    const tryIt = (password: string) =>
      app.rest('POST', '/api/settings/session', { body: { email: OWNER, password }, headers: OURS });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await tryIt('wrong')).status);
    const last = await tryIt(PASSWORD);
    expect([...statuses, last.status]).toEqual([401, 401, 401, 429]);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(last.headers.getSetCookie()).toEqual([]);
  });
});
