import { runCli } from '../../apps/cli/src/run-cli';
import { cli, json } from '../support/cli';
import { createEmbeddedDatabase } from '../support/embedded-database';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';

/** The command while a server runs on the database. */
function behaves(state: () => { url: string; test: TestApp }): void {
  const run = (...argv: string[]) => cli(state().url, ...argv);
  const profileOf = async (email: string, team: string) => {
    const made = await run('keys', 'create', '--user', email, '--name', 'x', '--team', team, '--json');
    const { body } = await state().test.rest('GET', '/v1/profile', { key: json(made).key });
    return body.profile;
  };

  it('makes a team whose owner can call the API with a key at once', async () => {
    const options = ['--name', 'Initech', '--owner', 'Bill@initech.test', '--owner-name', 'Bill L.'];
    const made = json(await run('teams', 'create', ...options, '--json'));
    expect(made).toEqual({
      team: { id: expect.any(String), name: 'Initech' },
      user: { id: expect.any(String), email: 'Bill@initech.test', name: 'Bill L.' },
      role: 'owner',
      user_created: true,
      password: expect.stringMatching(/^[0-9A-Za-z]{16}$/),
    });
    expect(await profileOf('bill@initech.test', 'Initech')).toMatchObject({
      id: made.user.id,
      team_id: made.team.id,
      name: 'Bill L.',
      role: 'owner',
    });
  });

  it('refuses to make the same team for the same owner again', async () => {
    const options = ['--name', 'Hooli', '--owner', 'gavin@hooli.test'];
    const { team } = json(await run('teams', 'create', ...options, '--json'));
    const again = await run('teams', 'create', '--name', 'hooli', '--owner', 'GAVIN@hooli.test');
    expect(again).toEqual({
      code: 1,
      out: '',
      err: `gavin@hooli.test is in the team Hooli (${team.id}) already, as owner; "npm run teams -- add-member" adds people to it.\n`,
    });
    const { teams } = json(await run('teams', 'list', '--json'));
    expect(teams.filter(({ name }: any) => /hooli/i.test(name))).toEqual([
      { id: team.id, name: 'Hooli', owners: ['gavin@hooli.test'], member_count: 1 },
    ]);
  });

  it('gives a user who is known a further team, and keeps the name', async () => {
    const options = ['--name', 'Second', '--owner', 'owner@acme.test', '--owner-name', 'Somebody Else'];
    const made = json(await run('teams', 'create', ...options, '--json'));
    expect(made).toMatchObject({ user_created: false, role: 'owner' });
    expect(made.user).toMatchObject({ id: state().test.world.acme.userIds.owner });
    expect(made.user.name).not.toBe('Somebody Else');
  });

  it('adds a member, new or known, once', async () => {
    await run('teams', 'create', '--name', 'Umbrella', '--owner', 'albert@umbrella.test');
    const options = ['--team', 'umbrella', '--role', 'builder'];
    const added = json(
      await run('teams', 'add-member', ...options, '--user', 'alice@umbrella.test', '--json'),
    );
    expect(added).toMatchObject({ user: { name: 'alice' }, role: 'builder', user_created: true });
    expect(await profileOf('alice@umbrella.test', 'Umbrella')).toMatchObject({ role: 'builder' });
    const known = await run('teams', 'add-member', ...options, '--user', 'viewer@acme.test', '--json');
    expect(json(known)).toMatchObject({ user_created: false, team: { name: 'Umbrella' } });
    const again = await run(
      ...['teams', 'add-member', '--team', 'Umbrella', '--user', 'Alice@umbrella.test', '--role', 'admin'],
    );
    expect({ ...again, err: again.err.replace(added.team.id, '<id>') }).toEqual({
      code: 1,
      out: '',
      err: 'alice@umbrella.test is in the team Umbrella (<id>) already, as builder; "npm run keys -- create" makes a key for the user.\n',
    });
  });

  it('leaves no user behind where it refuses', async () => {
    await run('teams', 'add-member', '--team', 'Nowhere', '--user', 'ghost@acme.test', '--role', 'member');
    const { users } = json(await run('keys', 'users', '--json'));
    expect(users.map(({ email }: any) => email)).not.toContain('ghost@acme.test');
  });

  it('speaks to people in sentences and tables', async () => {
    const made = await run('teams', 'create', '--name', 'Wonka', '--owner', 'willy@wonka.test');
    expect(made.out).toMatch(
      /^Made the team Wonka \([0-9a-f-]{36}\); its owner is the new user willy@wonka\.test \(willy\)\.$/m,
    );
    expect(made.out).toContain('npm run keys -- create --user willy@wonka.test');
    const { out } = await run('teams', 'list');
    expect(out).toMatch(/^NAME +OWNERS +MEMBERS +ID$/m);
    expect(out).toMatch(/^Wonka +willy@wonka\.test +1 +[0-9a-f-]{36}$/m);
  });

  it.each([
    [['create', '--name', 'X', '--owner', 'nobody'], 2, '--owner: must be an email address, such as'],
    [['create', '--name', ' ', '--owner', 'a@b.cd'], 2, '--name: must not be empty'],
    [['create', '--name', 'a\nb', '--owner', 'a@b.cd'], 2, '--name: must not hold control characters'],
    [['create', '--name', 'X', '--owner', `${'a'.repeat(250)}@b.cd`], 2, '--owner: must have at most 254'],
    [
      ['create', '--name', 'X', '--owner', 'a@b.cd', '--owner-name', ''],
      2,
      '--owner-name: must not be empty',
    ],
    [['create', '--name', 'X'], 2, 'teams create needs --owner.'],
    [
      ['add-member', '--team', 'Acme', '--user', 'a@b.cd', '--role', 'boss'],
      2,
      '--role: must be one of owner, admin, manager, builder, member, viewer',
    ],
    [['add-member', '--team', 'Nowhere', '--user', 'a@b.cd', '--role', 'member'], 1, 'There is no team'],
  ])('refuses %j with exit code %i and a sentence on standard error', async (argv, code, sentence) => {
    const outcome = await run('teams', ...argv);
    expect(outcome).toEqual({ code, out: '', err: expect.stringContaining(sentence) });
    expect(outcome.err).not.toMatch(/\n\s+at |Error:|undefined/);
  });
}

/** The embedded database takes its seconds to start. */
jest.setTimeout(180_000);

describe('npm run teams', () => {
  describe('on the embedded database, while the server runs', () => {
    let url: string;
    let drop: () => Promise<void>;
    let test: TestApp;

    beforeAll(async () => {
      ({ url, drop } = await createEmbeddedDatabase());
      test = await createTestApp({ databaseUrl: url, env: { LOG_LEVEL: 'silent' } });
    });

    afterAll(async () => {
      await test.close();
      await drop();
    });

    behaves(() => ({ url, test }));
  });

  describe('on PostgreSQL', () => {
    let test: TestApp;
    let url: string;
    let drop: () => Promise<void>;

    beforeAll(async () => {
      ({ url, drop } = await createTestDatabase());
      test = await createTestApp({ databaseUrl: url, env: { LOG_LEVEL: 'silent' } });
    });

    afterAll(async () => {
      await test.close();
      await drop();
    });

    behaves(() => ({ url, test }));

    it('makes one team where two commands ask for it at the same time', async () => {
      const argv = ['teams', 'create', '--name', 'Twin', '--owner', 'twin@acme.test'];
      const outcomes = await Promise.all([cli(url, ...argv), cli(url, ...argv)]);
      expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 1]);
      const { teams } = json(await cli(url, 'teams', 'list', '--json'));
      expect(teams.filter(({ name }: any) => name === 'Twin')).toHaveLength(1);
    });
  });

  it('makes the first team and key of an empty PostgreSQL database, before any server started', async () => {
    const { url, drop } = await createTestDatabase();
    try {
      expect((await cli(url, 'teams', 'list')).out).toBe(
        'There are no teams; "npm run teams -- create" makes one.\n',
      );
      json(await cli(url, 'teams', 'create', '--name', 'Acme', '--owner', 'you@example.com', '--json'));
      const made = await cli(
        url,
        'keys',
        'create',
        '--user',
        'you@example.com',
        '--name',
        'laptop',
        '--json',
      );
      expect(json(made)).toMatchObject({ role: 'owner', team: { name: 'Acme' } });
    } finally {
      await drop();
    }
  });

  it('prints its help', async () => {
    let out = '';
    const terminal = { out: (text: string) => (out += text), err: () => undefined };
    const readConfig = () => {
      throw new Error('not to be read');
    };
    expect(await runCli(['teams', '--help'], readConfig, terminal)).toBe(0);
    expect(out).toContain('npm run teams -- create     --name <team> --owner <email>');
  });
});
