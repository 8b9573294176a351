import { clientCredentialId } from '@app/auth';
import { effectiveLimitsReply } from '../../libs/admin/src/insight/effective-limits.schemas';
import { seriesReply, usageReply } from '../../libs/admin/src/insight/usage.schemas';
import { previewReply } from '../../libs/admin/src/rules/preview.schemas';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { callTimes, countOf, dashboardAs, freshKey } from './support/dashboard';
import type { Dashboard } from './support/dashboard';

const RULES = '/rate-limit-rules';
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

describe.each(DATABASES)('what admins see of limits, on $database', ({ embedded }) => {
  let app: TestApp;
  let admin: Dashboard;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
    admin = await dashboardAs(app, 'admin');
  }, 120_000);
  afterAll(() => app.close());
  afterEach(async () => {
    for (const { id } of (await admin('GET', RULES)).body.rules) await admin('DELETE', `${RULES}/${id}`);
  });

  /** Puts a rule on the key of somebody in force, and waits until it is. */
  const ruleOn = async (id: string, limit: number, mode = 'enforce', more: object = {}) => {
    const rule = { subject: 'api_key', subject_id: id, bucket: 'api', limit, window_seconds: 60, mode };
    const { status, body } = await admin('POST', RULES, { body: { ...rule, ...more } });
    expect(status).toBe(201);
    await until(async () => {
      const { limits } = await explain({ api_key_id: id });
      return limits.some(({ rule_id: found }) => found === body.rule.id) ? true : undefined;
    }, 2000);
    return body.rule.id as string;
  };
  const explain = async (query: Record<string, string>) => {
    const { status, body } = await admin('GET', '/effective-limits', { query });
    expect(status).toBe(200);
    return effectiveLimitsReply.parse(body);
  };
  const usage = async () => {
    await app.flushAudit();
    return usageReply.parse((await admin('GET', '/usage', { query: { limit: 50 } })).body);
  };
  const preview = async (id: string, limit: number, more: object = {}) => {
    await app.flushAudit();
    const body = { subject: 'api_key', subject_id: id, bucket: 'api', limit, window_seconds: 60, ...more };
    return previewReply.parse((await admin('POST', `${RULES}/preview`, { body })).body).preview;
  };

  it('explains the limits of a key: what is left, and the rule in words', async () => {
    const { id, secret } = await freshKey(app, 'member');
    const trial = await ruleOn(id, 2, 'shadow');
    const rule = await ruleOn(id, 60);
    await callTimes(app, secret, 5);
    const { subject, limits } = await explain({ api_key_id: id });
    const { member } = app.world.acme.userIds;
    expect(subject).toEqual({ user_id: member, role: 'member', api_key_id: id, client_id: null });
    expect(limits.slice(0, 4)).toMatchObject([
      { bucket: 'api', counted_per: 'credential', limit: 60, rule_id: rule, mode: 'enforce' },
      { bucket: 'api_user', counted_per: 'user', limit: 100_000, rule_id: null, mode: 'enforce' },
      { bucket: 'api_team', counted_per: 'team', limit: 100_000, rule_id: null, mode: 'enforce' },
      { bucket: 'api', counted_per: 'credential', limit: 2, rule_id: trial, mode: 'shadow', remaining: 0 },
    ]);
    expect(limits[0]?.remaining).toBe(55);
    expect(limits[0]?.because).toBe(`60 per minute because of rule ${rule} for api key ${id}.`);
    expect(limits[1]?.because).toBe('100000 per minute: the configured default.');
    expect(limits[3]?.because).toContain('2 per minute on trial, refusing nothing');
  });

  it('explains the limits of a user, whose credentials each count apart', async () => {
    const { viewer } = app.world.acme.userIds;
    const body = { subject: 'user', subject_id: viewer, bucket: 'start_run', limit: 4, window_seconds: 30 };
    const { body: made } = await admin('POST', RULES, { body });
    const { limits } = await until(async () => {
      const found = await explain({ user_id: viewer });
      return found.limits.some(({ rule_id: id }) => id === made.rule.id) ? found : undefined;
    }, 2000);
    expect(limits.find(({ bucket }) => bucket === 'api')).toMatchObject({ remaining: null, reset_at: null });
    expect(limits.filter(({ bucket }) => bucket === 'start_run')).toMatchObject([
      { counted_per: 'credential', remaining: null, rule_id: null },
      { counted_per: 'user', limit: 4, window_seconds: 30, remaining: 4, rule_id: made.rule.id },
    ]);
  });

  it('explains the limits of an OAuth client, with and without its user', async () => {
    const { member } = app.world.acme.userIds;
    const rule = { subject: 'oauth_client', subject_id: 'client-7', bucket: 'api', window_seconds: 60 };
    const { body } = await admin('POST', RULES, { body: { ...rule, limit: 11 } });
    const { limits } = await until(async () => {
      const found = await explain({ client_id: 'client-7' });
      return found.limits[0]?.rule_id === body.rule.id ? found : undefined;
    }, 2000);
    expect(limits[0]).toMatchObject({ limit: 11, remaining: null });
    expect(limits.map(({ counted_per: scope }) => scope)).not.toContain('user');
    const both = await explain({ client_id: 'client-7', user_id: member });
    expect(both.limits[0]).toMatchObject({ limit: 11, remaining: 11 });
    expect(both.limits[1]).toMatchObject({ counted_per: 'user' });
    expect(both.subject).toEqual({
      user_id: member,
      role: 'member',
      api_key_id: null,
      client_id: 'client-7',
    });
  });

  it.each([
    [{}, 400],
    [{ api_key_id: UNKNOWN_ID, user_id: UNKNOWN_ID }, 400],
    [{ user_id: 'x' }, 400],
    [{ user_id: UNKNOWN_ID, more: '1' }, 400],
    [{ user_id: UNKNOWN_ID }, 404],
    [{ api_key_id: UNKNOWN_ID }, 404],
    [{ client_id: 'x', user_id: UNKNOWN_ID }, 404],
  ])('asked for %j answers %i', async (query, status) => {
    expect((await admin('GET', '/effective-limits', { query })).status).toBe(status);
  });

  it('knows users and keys of no other team', async () => {
    const { ownerId, ownerKey } = app.world.globex;
    const theirs = (await app.rest('GET', '/v1/profile', { key: ownerKey })).body.profile.credential.id;
    for (const query of [{ user_id: ownerId }, { api_key_id: theirs as string }]) {
      expect((await admin('GET', '/effective-limits', { query })).status).toBe(404);
    }
    await callTimes(app, ownerKey, 3);
    const { credentials, team } = await usage();
    expect(credentials.map(({ credential }) => credential.id)).not.toContain(theirs);
    expect(team.every(({ counted_per: scope }) => scope === 'team')).toBe(true);
  });

  it('a rule on trial refuses nothing, and reports what it then refuses when it is enforced', async () => {
    const [trial, enforced] = [await freshKey(app, 'builder'), await freshKey(app, 'builder')];
    const rule = await ruleOn(trial.id, 4, 'shadow');
    await ruleOn(enforced.id, 4);
    expect(countOf(await callTimes(app, trial.secret, 10), 429)).toBe(0);
    const refused = countOf(await callTimes(app, enforced.secret, 10), 429);
    expect(refused).toBe(6);

    const { credentials, shadow_refusals: reported } = await usage();
    expect(reported).toContainEqual({ rule_id: rule, calls: refused });
    const useOf = (id: string) => credentials.find(({ credential }) => credential.id === id);
    expect(useOf(trial.id)).toMatchObject({ calls: 10, refused: 0, shadow_refused: refused });
    expect(useOf(enforced.id)).toMatchObject({ calls: 10, refused, shadow_refused: 0 });
    expect(useOf(enforced.id)?.buckets[0]).toMatchObject({
      bucket: 'api',
      limit: 4,
      used: 4,
      remaining: 0,
      refused,
    });
    const { rows } = await app.database.query(
      `select refused_bucket, count(*)::int as calls, count(refused_rule_id)::int as by_rule
         from audit_entries where credential_id = $1 and status = 429 group by 1`,
      [enforced.id],
    );
    expect(rows).toEqual([{ refused_bucket: 'api', calls: refused, by_rule: refused }]);
  });

  it('a preview says what enforcing the rule then refuses, and what it refuses already', async () => {
    const [before, after] = [await freshKey(app, 'manager'), await freshKey(app, 'manager')];
    await callTimes(app, before.secret, 12);
    const foretold = await preview(before.id, 5);
    await ruleOn(after.id, 5);
    const refused = countOf(await callTimes(app, after.secret, 12), 429);
    expect(foretold).toMatchObject({ calls: 12, would_refuse: refused, refused: 0, complete: true });
    expect(foretold.most_refused).toEqual([{ subject_id: before.id, would_refuse: refused }]);

    // What the rule in its place refused would have come to the new rule, higher or lower.
    expect(await preview(after.id, 5)).toMatchObject({ calls: 12, would_refuse: refused, refused });
    expect(await preview(after.id, 1000)).toMatchObject({ would_refuse: 0, refused });
    expect(await preview(after.id, 1)).toMatchObject({ would_refuse: 11, refused });
    // A limit over all credentials was asked nothing about calls that another one refused.
    const { manager } = app.world.acme.userIds;
    const overAll = await preview('', 1, { subject: 'user', subject_id: manager });
    expect(overAll.calls).toBe(12 + 12 - refused);
  });

  it('previews a rule of a role as it would hold: not for a key with a rule of its own', async () => {
    const role = { subject: 'role', subject_id: 'owner' };
    const { id, secret } = await freshKey(app, 'owner');
    await callTimes(app, secret, 3);
    const without = await preview('', 1, role);
    expect(without.most_refused).toContainEqual({ subject_id: id, would_refuse: 2 });
    await ruleOn(id, 50);
    const beside = await preview('', 1, role);
    expect(beside.calls).toBe(without.calls - 3);
    expect(beside.most_refused.map(({ subject_id: subject }) => subject)).not.toContain(id);
  });

  it('previews a bucket by the calls that charge it, tool calls too', async () => {
    const { id, secret } = await freshKey(app, 'owner');
    await app.rest('POST', '/v1/runs', { key: secret, body: { agent_id: UNKNOWN_ID } });
    await app.mcp.call('start_run', { agent_id: UNKNOWN_ID }, { key: secret });
    await callTimes(app, secret, 4);
    expect(await preview(id, 1, { bucket: 'start_run' })).toMatchObject({ calls: 2, would_refuse: 1 });
  });

  it('shows calls and refusals over time, all steps present', async () => {
    const { id, secret } = await freshKey(app, 'member');
    await ruleOn(id, 3);
    await callTimes(app, secret, 5);
    await app.flushAudit();
    const query = { seconds: 600, step_seconds: 60, credential_id: id };
    const { points, complete } = seriesReply.parse((await admin('GET', '/usage/series', { query })).body);
    expect([points.length, complete]).toEqual([10, true]);
    const sum = (name: 'calls' | 'refused') => points.reduce((total, point) => total + point[name], 0);
    expect([sum('calls'), sum('refused')]).toEqual([5, 2]);
    const times = points.map(({ at }) => Date.parse(at));
    expect(times.slice(1).map((time, n) => time - (times[n] ?? 0))).toEqual(Array(9).fill(60_000));
    expect(Date.now() - (times.at(-1) ?? 0)).toBeLessThan(61_000);
  });

  it('shows how long the calls of a step took, those that were not refused', async () => {
    const { id, secret } = await freshKey(app, 'member');
    const query = { seconds: 3600, step_seconds: 3600, credential_id: id };
    const points = async () =>
      seriesReply
        .parse((await admin('GET', '/usage/series', { query })).body)
        .points.map(({ p50_ms: p50, p95_ms: p95, p99_ms: p99 }) => [p50, p95, p99]);
    expect(await points()).toEqual([[null, null, null]]);
    await ruleOn(id, 100);
    await callTimes(app, secret, 101);
    await app.flushAudit();
    await app.database.query(
      `update audit_entries set created_at = now(),
         duration_ms = case when refused_bucket is null then place * 10 else 99999 end
         from (select id as row_id, row_number() over (order by refused_bucket is not null, id) as place
                 from audit_entries where credential_id = $1) as numbered
        where id = row_id`,
      [id],
    );
    expect(await points()).toEqual([[500, 950, 990]]);
  });

  it.each([{ seconds: 86_400, step_seconds: 10 }, { seconds: 59 }, { step_seconds: 9 }, { hours: 1 }])(
    '400 for a series of %j',
    async (query) => {
      expect((await admin('GET', '/usage/series', { query })).status).toBe(400);
    },
  );

  it('pages those who called, the busiest first, and shows the most called operations', async () => {
    const all = await usage();
    const calls = all.credentials.map((credential) => credential.calls);
    expect(calls).toEqual([...calls].sort((a, b) => b - a));
    expect(all.top_operations[0]).toMatchObject({ operation_id: 'list_roles' });
    const { body } = await admin('GET', '/usage', { query: { limit: 1, offset: 1 } });
    const page = usageReply.parse(body);
    expect([page.credentials.length, page.limit, page.offset]).toEqual([1, 1, 1]);
    expect(page.total).toBeGreaterThanOrEqual(all.credentials.length);
  });

  it('counts for a client what its tokens spend', () => {
    const { acme } = app.world;
    const holder = { userId: acme.userIds.owner, clientId: 'c', teamId: acme.teamId };
    expect(clientCredentialId(holder)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
    expect(clientCredentialId({ ...holder, clientId: 'd' })).not.toBe(clientCredentialId(holder));
  });
});
