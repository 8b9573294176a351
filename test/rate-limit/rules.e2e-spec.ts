import { LimitRulesAdmin } from '@app/rate-limit';
import type { LimitRule } from '@app/rate-limit';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTwoReplicas } from '../support/two-replicas';
import type { TwoReplicas } from '../support/two-replicas';
import { until } from '../support/until';

const BOOT_LIMIT = 120_000;

type Rule = Parameters<LimitRulesAdmin['create']>[1];
const rule = (more: Partial<Rule>): Rule => ({
  subject: 'role',
  subjectId: 'viewer',
  bucket: 'api',
  limit: 3,
  windowSeconds: 60,
  mode: 'enforce',
  enabled: true,
  ...more,
});

describe.each(DATABASES)('rules of a team, on $database', ({ embedded }) => {
  let app: TestApp;
  let admin: LimitRulesAdmin;
  beforeAll(async () => {
    app = await createTestApp({ embedded });
    admin = app.get(LimitRulesAdmin);
  }, BOOT_LIMIT);
  afterAll(() => app.close());

  const limitOf = async (key: string): Promise<{ limit: string | null; status: number }> => {
    const response = await fetch(`${app.url}/v1/profile`, { headers: { authorization: `Bearer ${key}` } });
    await response.text();
    return { limit: response.headers.get('x-ratelimit-limit'), status: response.status };
  };
  const inForce = (key: string, limit: string) =>
    until(async () => ((await limitOf(key)).limit === limit ? true : undefined), 2000);

  it('is in force for whom it names and nobody else, until it is removed', async () => {
    const { acme, globex } = app.world;
    const made = await admin.create(acme.teamId, rule({}), acme.userIds.admin);
    await inForce(acme.keys.viewer, '3');
    expect((await limitOf(acme.keys.member)).limit).toBe('100000');
    expect((await limitOf(globex.ownerKey)).limit).toBe('100000');
    const answers = [];
    for (let call = 0; call < 4; call += 1) answers.push((await limitOf(acme.keys.viewer)).status);
    expect(answers).toContain(429);
    await admin.remove(acme.teamId, made.id);
    await inForce(acme.keys.viewer, '100000');
  });

  it('on trial refuses nothing', async () => {
    const { acme } = app.world;
    const trial = await admin.create(
      acme.teamId,
      rule({ subjectId: 'member', mode: 'shadow', limit: 1 }),
      null,
    );
    for (let call = 0; call < 5; call += 1) expect((await limitOf(acme.keys.member)).status).toBe(200);
    const enforced = await admin.change(acme.teamId, trial.id, { mode: 'enforce', limit: 2 });
    expect(enforced).toMatchObject({ mode: 'enforce', limit: 2 });
    await inForce(acme.keys.member, '2');
    await admin.change(acme.teamId, trial.id, { enabled: false });
    await inForce(acme.keys.member, '100000');
  });

  it('refuses a second rule for the same subject, bucket and mode, and takes one on trial beside it', async () => {
    const { acme } = app.world;
    const user = rule({ subject: 'user', subjectId: acme.userIds.builder, limit: 50_000 });
    await admin.create(acme.teamId, user, null);
    await expect(admin.create(acme.teamId, user, null)).rejects.toMatchObject({ code: 'already_exists' });
    await admin.create(acme.teamId, { ...user, mode: 'shadow' }, null);
    const bucket: LimitRule['bucket'] = 'start_run';
    await admin.create(acme.teamId, { ...user, bucket }, null);
  });

  it.each([
    ['user', (): string => app.world.globex.ownerId],
    ['team', (): string => app.world.globex.teamId],
    ['api_key', (): string => app.world.globex.ownerId],
    ['role', (): string => 'king'],
  ] as const)('refuses a %s that is not of the team', async (subject, id) => {
    const { teamId } = app.world.acme;
    await expect(admin.create(teamId, rule({ subject, subjectId: id() }), null)).rejects.toMatchObject({
      code: 'unknown_reference',
    });
  });

  it('knows the rules of no other team', async () => {
    const { acme, globex } = app.world;
    const theirs = await admin.create(globex.teamId, rule({ subjectId: 'owner', limit: 90_000 }), null);
    await expect(admin.change(acme.teamId, theirs.id, { limit: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(admin.remove(acme.teamId, theirs.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await admin.list(acme.teamId)).map(({ id }) => id)).not.toContain(theirs.id);
  });
});

describe('rules on several replicas', () => {
  let replicas: TwoReplicas;
  let first: TestApp;
  let second: TestApp;
  beforeAll(async () => {
    replicas = await createTwoReplicas();
    ({ first, second } = replicas);
  }, BOOT_LIMIT);
  afterAll(() => replicas.close());

  it('a change made on one is in force on the other within a second', async () => {
    const { teamId, keys } = first.world.acme;
    const seen = async () => {
      const response = await second.rest('GET', '/v1/profile', { key: keys.viewer });
      return response.headers.get('x-ratelimit-limit');
    };
    expect(await seen()).toBe('100000');
    await first.get(LimitRulesAdmin).create(teamId, rule({ limit: 777 }), null);
    const begin = performance.now();
    await until(async () => ((await seen()) === '777' ? true : undefined), 5000);
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('changes made while calls pour in are in force on both within a second, each time', async () => {
    const { teamId, keys } = first.world.acme;
    const admin = first.get(LimitRulesAdmin);
    const made = await admin.create(teamId, rule({ subjectId: 'member', limit: 5000 }), null);
    const seen: { replica: TestApp; at: number; limit: string | null }[] = [];
    let isPouring = true;
    const pour = async (replica: TestApp): Promise<void> => {
      while (isPouring) {
        const at = performance.now();
        const { headers } = await replica.rest('GET', '/v1/profile', { key: keys.member });
        seen.push({ replica, at, limit: headers.get('x-ratelimit-limit') });
      }
    };
    const callers = [first, second].flatMap((replica) => [pour(replica), pour(replica)]);
    for (const limit of [5001, 5002, 5003, 5004, 5005]) {
      await admin.change(teamId, made.id, { limit });
      const changedAt = performance.now();
      await until(async () => {
        const hold = [first, second].map(
          (one) => seen.findLast(({ replica }) => replica === one)?.limit === `${limit}`,
        );
        return hold.every(Boolean) ? true : undefined;
      }, 5000);
      const late = seen.filter((one) => one.at > changedAt && one.limit !== `${limit}`);
      expect(Math.max(0, ...late.map(({ at }) => at - changedAt))).toBeLessThan(1000);
    }
    isPouring = false;
    await Promise.all(callers);
  });
});
