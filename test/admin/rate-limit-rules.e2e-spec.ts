import { removedReply, ruleReply, rulesReply } from '../../libs/admin/src/rules/rules.schemas';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTwoReplicas } from '../support/two-replicas';
import type { TwoReplicas } from '../support/two-replicas';
import { until } from '../support/until';
import { dashboardAs, dashboardOf } from './support/dashboard';
import type { Dashboard } from './support/dashboard';

const BOOT_LIMIT = 120_000;
const RULES = '/rate-limit-rules';
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const RULE = { subject: 'role', subject_id: 'viewer', bucket: 'api', limit: 3, window_seconds: 60 };

describe.each(DATABASES)('rules over HTTP, on $database', ({ embedded }) => {
  let app: TestApp;
  let admin: Dashboard;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
    admin = await dashboardAs(app, 'admin');
  }, BOOT_LIMIT);
  afterAll(() => app.close());
  afterEach(async () => {
    for (const rule of (await admin('GET', RULES)).body.rules) await admin('DELETE', `${RULES}/${rule.id}`);
  });

  const create = async (more: object = {}) => {
    const { status, body } = await admin('POST', RULES, { body: { ...RULE, ...more } });
    expect([status, body.error]).toEqual([201, undefined]);
    return ruleReply.parse(body).rule;
  };
  const limitOf = async (key: string) =>
    (await app.rest('GET', '/v1/profile', { key })).headers.get('x-ratelimit-limit');
  const inForce = (key: string, limit: string) =>
    until(async () => ((await limitOf(key)) === limit ? true : undefined), 2000);

  it('is made, listed, changed and removed, and each time holds at once', async () => {
    const { viewer } = app.world.acme.keys;
    const rule = await create();
    expect(rule).toMatchObject({ ...RULE, mode: 'enforce', enabled: true });
    await inForce(viewer, '3');
    expect(rulesReply.parse((await admin('GET', RULES)).body)).toMatchObject({ rules: [rule], total: 1 });

    const changed = await admin('PATCH', `${RULES}/${rule.id}`, { body: { limit: 7 } });
    expect([changed.status, ruleReply.parse(changed.body).rule.limit]).toEqual([200, 7]);
    await inForce(viewer, '7');

    const removed = await admin('DELETE', `${RULES}/${rule.id}`);
    expect([removed.status, removedReply.parse(removed.body)]).toEqual([200, { success: true }]);
    await inForce(viewer, '100000');
    expect((await admin('DELETE', `${RULES}/${rule.id}`)).status).toBe(404);
  });

  it('is in the audit trail by who made it, with its id', async () => {
    const { id } = await create();
    await admin('PATCH', `${RULES}/${id}`, { body: { enabled: false } });
    await app.flushAudit();
    const { rows } = await app.database.query(
      `select operation_id, source, credential_type, user_id, role, targets->>'rule_id' as rule, status
         from audit_entries where operation_id like 'admin_%rule' and team_id = $1 order by created_at desc, id desc limit 2`,
      [app.world.acme.teamId],
    );
    const by = {
      source: 'dashboard',
      credential_type: 'session',
      user_id: app.world.acme.userIds.admin,
      role: 'admin',
    };
    expect(rows).toEqual([
      { ...by, operation_id: 'admin_change_rate_limit_rule', rule: id, status: 200 },
      { ...by, operation_id: 'admin_create_rate_limit_rule', rule: id, status: 201 },
    ]);
  });

  it('takes a team without its id, and pages', async () => {
    const team = await create({ subject: 'team', subject_id: undefined, limit: 90_000 });
    expect(team.subject_id).toBe(app.world.acme.teamId);
    const other = await create({ bucket: 'start_run', mode: 'shadow' });
    const { body } = await admin('GET', RULES, { query: { limit: 1, offset: 1 } });
    expect(rulesReply.parse(body)).toEqual({ rules: [other], total: 2, limit: 1, offset: 1 });
  });

  it.each([
    ['an unknown field', { ...RULE, colour: 'red' }, 'colour'],
    ['no limit', { ...RULE, limit: undefined }, 'limit'],
    ['a limit of 0', { ...RULE, limit: 0 }, 'limit'],
    ['a limit too high', { ...RULE, limit: 100_001 }, 'limit'],
    ['a window too long', { ...RULE, window_seconds: 86_401 }, 'window_seconds'],
    ['half a call', { ...RULE, limit: 1.5 }, 'limit'],
    ['an unknown bucket', { ...RULE, bucket: 'sign_in' }, 'bucket'],
    ['no subject', { ...RULE, subject_id: undefined }, 'subject_id'],
    ['NUL', { ...RULE, subject: 'oauth_client', subject_id: 'a\u0000b' }, 'subject_id'],
    ['a list', [RULE], 'body'],
  ])('400 for %s', async (_what, body, field) => {
    for (const path of [RULES, `${RULES}/preview`]) {
      const reply = await admin('POST', path, { body });
      expect([reply.status, reply.body.error]).toEqual([400, 'invalid_request']);
      expect(reply.body.details.map((detail: { field: string }) => detail.field)).toContain(field);
    }
  });

  it('400 for a change of nothing, of the subject, of an id that is none, and for input that no route takes', async () => {
    const { id } = await create();
    const statuses = await Promise.all([
      admin('PATCH', `${RULES}/${id}`, { body: {} }),
      admin('PATCH', `${RULES}/${id}`, { body: { subject: 'team' } }),
      admin('PATCH', `${RULES}/x`, { body: { limit: 1 } }),
      admin('DELETE', `${RULES}/${id}`, { query: { force: 'yes' } }),
      admin('GET', RULES, { query: { limit: 201 } }),
      admin('GET', RULES, { query: { sort: 'up' } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual(Array(6).fill(400));
  });

  it.each(['user', 'api_key', 'team', 'role'])('422 for a %s that is not of the team', async (subject) => {
    const { globex } = app.world;
    const ids = { user: globex.ownerId, api_key: UNKNOWN_ID, team: globex.teamId, role: 'king' };
    for (const subjectId of [ids[subject as 'user'], 'no such id']) {
      for (const path of [RULES, `${RULES}/preview`]) {
        const { status, body } = await admin('POST', path, {
          body: { ...RULE, subject, subject_id: subjectId },
        });
        expect([status, body.error]).toEqual([422, 'unknown_reference']);
      }
    }
  });

  it('404 for a rule of another team, word for word as for one that nobody has', async () => {
    const stranger = await dashboardOf(app, app.world.globex.ownerId);
    const { body } = await stranger('POST', RULES, { body: { ...RULE, subject_id: 'owner', limit: 90_000 } });
    const bodies = [];
    for (const id of [body.rule.id as string, UNKNOWN_ID]) {
      for (const [method, options] of [
        ['PATCH', { body: { limit: 1 } }],
        ['DELETE', {}],
      ] as const) {
        const reply = await admin(method, `${RULES}/${id}`, options);
        expect(reply.status).toBe(404);
        bodies.push(reply.body.message);
      }
    }
    expect(new Set(bodies).size).toBe(1);
    expect((await stranger('GET', RULES)).body.rules).toEqual([body.rule]);
    expect((await admin('GET', RULES)).body.rules).toEqual([]);
  });

  it('409 for a second rule of one subject, bucket and mode, made or switched on', async () => {
    await create();
    const off = await create({ enabled: false });
    const again = await admin('POST', RULES, { body: RULE });
    const on = await admin('PATCH', `${RULES}/${off.id}`, { body: { enabled: true } });
    for (const { status, body } of [again, on]) expect([status, body.error]).toEqual([409, 'already_exists']);
    await create({ mode: 'shadow' });
  });

  it('400 beyond 200 rules', async () => {
    await app.database.query(
      `insert into rate_limit_rules (team_id, subject, subject_id, bucket, "limit", window_seconds, mode)
       select $1, 'oauth_client', 'client-' || n, 'api', 1, 60, 'shadow' from generate_series(1, 200) n`,
      [app.world.acme.teamId],
    );
    const { status, body } = await admin('POST', RULES, { body: RULE });
    expect([status, body.message]).toEqual([400, expect.stringContaining('at most 200 rules')]);
    await app.database.query(`delete from rate_limit_rules where subject_id like 'client-%'`);
  });
});

describe('rules over HTTP, with traffic on another replica', () => {
  let replicas: TwoReplicas;
  let first: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    replicas = await createTwoReplicas();
    ({ first, second } = replicas);
  }, BOOT_LIMIT);
  afterAll(() => replicas.close());

  it('are in force there within a second, over and over', async () => {
    const admin = await dashboardAs(first, 'admin');
    const key = first.world.acme.keys.viewer;
    let limit = '';
    let goesOn = true;
    const traffic = Array.from({ length: 8 }, async () => {
      while (goesOn) {
        const { headers } = await second.rest('GET', '/v1/profile', { key });
        limit = headers.get('x-ratelimit-limit') ?? '';
      }
    });
    const { body } = await admin('POST', RULES, { body: { ...RULE, limit: 50_000 } });
    const waits: number[] = [];
    for (let next = 50_001; next <= 50_010; next += 1) {
      const reply = await admin('PATCH', `${RULES}/${body.rule.id}`, { body: { limit: next } });
      expect(reply.status).toBe(200);
      const begin = performance.now();
      await until(async () => (limit === String(next) ? true : undefined), 5000);
      waits.push(performance.now() - begin);
    }
    goesOn = false;
    await Promise.all(traffic);
    expect(Math.max(...waits)).toBeLessThan(1000);
  });
});
