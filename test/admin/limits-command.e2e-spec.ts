import { loadConfig } from '@app/config';
import { runCli } from '../../apps/cli/src/run-cli';
import { cli, json } from '../support/cli';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import { until } from '../support/until';
import { callTimes, freshKey } from './support/dashboard';

describe('npm run limits -- explain, usage, preview', () => {
  let database: TestDatabase;
  let app: TestApp;
  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createTestApp({ databaseUrl: database.url, redis: true });
  }, 120_000);
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const run = (...argv: string[]) => cli(database.url, 'limits', ...argv);
  const prefixOf = async (id: string): Promise<string> => {
    const { rows } = await app.database.query<{ prefix: string }>(
      'select prefix from api_keys where id = $1',
      [id],
    );
    return rows[0]?.prefix ?? '';
  };
  /** With the shared counters of the server. */
  const runWithRedis = async (...argv: string[]): Promise<string> => {
    let out = '';
    const settings = { DATABASE_URL: database.url, REDIS_URL: process.env.TEST_REDIS_URL };
    const code = await runCli(['limits', ...argv], () => loadConfig(settings), {
      out: (text) => (out += text),
      err: (text) => (out += text),
    });
    expect([code, out]).toEqual([0, expect.any(String)]);
    return out;
  };

  it('explains a key by id and by prefix: the rule in words, what is left where the counters are shared', async () => {
    const { id, secret } = await freshKey(app, 'member');
    const team = ['--team', app.world.acme.teamId];
    const subject = ['--subject', 'api_key', '--of', id, '--bucket', 'api', '--rate', '9000/60'];
    const rule = JSON.parse(await runWithRedis('add', ...team, ...subject, '--json'));
    await until(async () => {
      const { headers } = await app.rest('GET', '/v1/roles', { key: secret });
      return headers.get('x-ratelimit-limit') === '9000' ? true : undefined;
    }, 10_000);
    const prefix = await prefixOf(id);
    const { limits } = JSON.parse(await runWithRedis('explain', '--key', id, '--json'));
    const { headers } = await app.rest('GET', '/v1/roles', { key: secret });
    expect(limits[0]).toMatchObject({
      bucket: 'api',
      limit: 9000,
      rule_id: rule.id,
      remaining: Number(headers.get('x-ratelimit-remaining')) + 1,
    });
    const told = await runWithRedis('explain', '--key', prefix);
    expect(told).toContain(`9000 per minute because of rule ${rule.id} for api key ${id}.`);
    const alone = await run('explain', '--key', prefix);
    expect(alone.out).toMatch(/^api +credential +\? +in force/m);
  });

  it('explains a user and a client, and asks for the team where there are several', async () => {
    expect((await run('explain', '--user', 'member@acme.test')).out).toMatch(/^member@acme\.test in Acme/);
    const unclear = await run('explain', '--client', 'c');
    expect([unclear.code, unclear.err]).toEqual([1, expect.stringContaining('Choose a team with --team')]);
    const both = await run('explain', '--client', 'c', '--user', 'member@acme.test');
    expect(both.out).toContain('client c of member@acme.test');
  });

  it.each([
    [['explain'], 2, '--key alone, --user, or --client'],
    [['explain', '--key', 'x', '--user', 'a@b.test'], 2, '--key alone'],
    [['explain', '--key', 'nothing1'], 1, 'There is no API key nothing1'],
    [['explain', '--key', 'duvo_live_nothing1andMuchMore'], 1, 'There is no API key nothing1;'],
    [['explain', '--user', 'nobody@acme.test'], 1, 'There is no user nobody@acme.test'],
    [['usage', '--team', 'Nowhere'], 1, 'There is no team Nowhere'],
    [['preview', '--subject', 'role', '--bucket', 'api', '--rate', '5', '--team', 'Globex'], 2, '--rate'],
    [['preview', '--subject', 'role', '--bucket', 'api', '--rate', '5/60', '--team', 'Globex'], 1, '--of'],
    [
      [
        'preview',
        '--subject',
        'role',
        '--of',
        'king',
        '--bucket',
        'api',
        '--rate',
        '5/60',
        '--team',
        'Globex',
      ],
      1,
      'There is no role king',
    ],
  ])('%j exits %i', async (argv, code, sentence) => {
    const outcome = await run(...argv);
    expect([outcome.code, outcome.out]).toEqual([code, '']);
    expect(outcome.err).toContain(sentence);
  });

  it('shows use and previews a rule, as tables and as JSON', async () => {
    const { id, secret } = await freshKey(app, 'owner');
    await callTimes(app, secret, 9);
    await app.flushAudit();
    const team = ['--team', app.world.acme.teamId];
    const rule = ['--subject', 'api_key', '--of', id, '--bucket', 'api', '--rate', '4/60'];
    const told = await run('preview', ...team, ...rule);
    expect(told.out).toContain('Of 9 calls in the last hour the rule would have refused 5 (55.6 %)');
    expect(json(await run('preview', ...team, ...rule, '--json'))).toMatchObject({ would_refuse: 5 });
    const usage = json(await run('usage', ...team, '--json'));
    expect(usage.credentials.find((one: { id: string }) => one.id === id)).toMatchObject({ calls: 9 });
    const shown = await runWithRedis('usage', ...team);
    expect(shown).toContain(`Fresh (${await prefixOf(id)}…)`);
    expect(shown).toMatch(/^list_roles +\d+ +\d+$/m);
    expect((await run('usage', ...team)).out).toContain('counted in the memory of the server');
    expect((await run('usage', '--team', 'Globex')).out).toContain('Nobody called');
  });

  it('changes nothing by asking', async () => {
    const rules = async () => (await app.database.query('select * from rate_limit_rules order by id')).rows;
    const before = await rules();
    await run('preview', '--team', 'Acme', '--subject', 'team', '--bucket', 'api', '--rate', '1/60');
    expect(await rules()).toEqual(before);
  });
});
