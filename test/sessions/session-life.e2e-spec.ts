import { sql } from 'drizzle-orm';
import { AuthzInvalidation, BrowserSessions, Passwords } from '@app/auth';
import type { Role } from '@app/auth';
import { SessionsRepository } from '../../libs/auth/src/sessions/sessions.repository';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { signedIn } from './support/signed-in';
import type { SignedIn } from './support/signed-in';

/** Long enough for the embedded database to open on a busy machine. */
const BOOT_LIMIT = 120_000;

describe.each(DATABASES)('the life of a browser session, on $database', ({ embedded }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
  }, BOOT_LIMIT);
  afterAll(() => app.close());

  const browser = (role: Role = 'owner'): Promise<SignedIn> => signedIn(app, app.world.acme.userIds[role]);
  const profileOf = ({ headers }: SignedIn) => app.rest('GET', '/v1/profile', { headers });
  const statusOf = async (signed: SignedIn) => (await profileOf(signed)).status;
  const requestOf = ({ cookie }: SignedIn) => ({ headers: { cookie } }) as never;

  it('A56 has another id at every sign-in, and is worth nothing once it was closed', async () => {
    const [first, second] = [await browser(), await browser()];
    expect(first.cookie).not.toBe(second.cookie);
    expect(await statusOf(first)).toBe(200);
    const cleared = await app.get(BrowserSessions).close(requestOf(first));
    expect(cleared).toContain('Max-Age=0');
    expect(await statusOf(first)).toBe(401);
    expect(await statusOf(second)).toBe(200);
  });

  it('A60 ends at once with its user, and follows the role', async () => {
    const manager = await browser('manager');
    const { userId } = manager.session;
    expect(await statusOf(manager)).toBe(200);
    await app.world.setRole(app.world.acme.teamId, userId, 'viewer');
    expect((await profileOf(manager)).body).toMatchObject({ profile: { role: 'viewer' } });
    await app.database.handle.execute(sql`update users set disabled_at = now() where id = ${userId}`);
    app.get(AuthzInvalidation).changed(`user:${userId}`);
    expect(await statusOf(manager)).toBe(401);
  });

  it('acts in the team that it was put into, with the role there', async () => {
    const { acme, globex } = app.world;
    const owner = await browser('owner');
    await app.database.handle.execute(
      sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${acme.userIds.owner}, 'viewer')`,
    );
    expect((await profileOf(owner)).body.profile).toMatchObject({ team_id: acme.teamId, role: 'owner' });
    await app.get(BrowserSessions).setTeam(owner.session, globex.teamId);
    expect((await profileOf(owner)).body.profile).toMatchObject({ team_id: globex.teamId, role: 'viewer' });
    await app.database.handle.execute(
      sql`delete from members where team_id = ${globex.teamId} and user_id = ${acme.userIds.owner}`,
    );
  });

  it('gets no stored reply of another team by an Idempotency-Key that it used there', async () => {
    const { acme, globex } = app.world;
    const owner = await browser('owner');
    await app.database.handle.execute(
      sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${acme.userIds.owner}, 'owner')`,
    );
    const body = { name: 'Twice', config: { instructions: 'x' } };
    const create = () =>
      app.rest('POST', '/v1/agents', { headers: { ...owner.headers, 'idempotency-key': 'one' }, body });
    const first = await create();
    expect((await create()).body).toEqual(first.body);
    await app.get(BrowserSessions).setTeam(owner.session, globex.teamId);
    const second = await create();
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.agent.id).not.toBe(first.body.agent.id);
    await app.database.handle.execute(
      sql`delete from members where team_id = ${globex.teamId} and user_id = ${acme.userIds.owner}`,
    );
  });

  it.each([
    ['idle for 12 hours', `last_seen_at = now() - interval '12 hours 1 minute'`],
    ['7 days old', `expires_at = now() - interval '1 second'`],
  ])('ASVS 7.3.1, 7.3.2: ends when it is %s', async (_when, change) => {
    const signed = await browser('admin');
    await app.database.query(`update sessions set ${change} where id = $1`, [signed.session.id]);
    expect(await statusOf(signed)).toBe(401);
  });

  it('ASVS 7.3.2: lasts 7 days however much it is used', async () => {
    const { session } = await browser();
    const days = (session.expiresAt.getTime() - session.authenticatedAt.getTime()) / 86_400_000;
    expect(days).toBeCloseTo(7, 3);
  });

  it('notes its use, but not with every request', async () => {
    const seenAt = async ({ session }: SignedIn) => {
      const { rows } = await app.database.query<{ seen: string }>(
        `select extract(epoch from now() - last_seen_at)::int as seen from sessions where id = $1`,
        [session.id],
      );
      return rows[0]?.seen;
    };
    const idleFor = (signed: SignedIn, time: string) =>
      app.database.query(`update sessions set last_seen_at = now() - interval '${time}' where id = $1`, [
        signed.session.id,
      ]);
    const signed = await browser();
    await idleFor(signed, '50 seconds');
    expect(await statusOf(signed)).toBe(200);
    expect(await seenAt(signed)).toBeGreaterThanOrEqual(50);
    const other = await browser();
    await idleFor(other, '2 hours');
    expect(await statusOf(other)).toBe(200);
    expect(await seenAt(other)).toBeLessThan(50);
  });

  it('is swept away once it has ended, and not before', async () => {
    const [idle, old, alive] = [await browser(), await browser(), await browser()];
    await app.database.query(`update sessions set last_seen_at = now() - interval '13 hours' where id = $1`, [
      idle.session.id,
    ]);
    await app.database.query(`update sessions set expires_at = now() - interval '1 hour' where id = $1`, [
      old.session.id,
    ]);
    expect(await app.get(SessionsRepository).sweep()).toBeGreaterThanOrEqual(2);
    const { rows } = await app.database.query<{ id: string }>(
      `select id from sessions where id = any($1::uuid[])`,
      [[idle, old, alive].map(({ session }) => session.id)],
    );
    expect(rows).toEqual([{ id: alive.session.id }]);
  });

  it("ASVS 7.4.3: ends when the password of its user changes, and nobody else's does", async () => {
    const [viewer, member] = [await browser('viewer'), await browser('member')];
    expect([await statusOf(viewer), await statusOf(member)]).toEqual([200, 200]);
    await app.get(Passwords).set(viewer.session.userId, 'another good password');
    await app.settled();
    expect([await statusOf(viewer), await statusOf(member)]).toEqual([401, 200]);
  });

  it('A69 is in the database as a hash alone', async () => {
    const { cookie } = await browser();
    const { rows } = await app.database.query<{ text: string }>(`select s::text as text from sessions s`);
    const [id = '', signature = ''] = cookie.slice(cookie.indexOf('=') + 1).split('.');
    expect(rows.length).toBeGreaterThan(0);
    for (const part of [id, signature]) expect(rows.some(({ text }) => text.includes(part))).toBe(false);
  });
});
