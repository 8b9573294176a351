import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { loadConfig } from '@app/config';
import { folderHolder } from '@app/database';
import { runCli } from '../../apps/cli/src/run-cli';
import { cli, json } from '../support/cli';
import { createEmbeddedDatabase } from '../support/embedded-database';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';

const keys = (databaseUrl: string, ...argv: string[]) => cli(databaseUrl, 'keys', ...argv);

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'duvo-cli-'));

/** The command against a database that holds the demo team; `test` is undefined where no server runs. */
function behaves(state: () => { url: string; test: TestApp | undefined }): void {
  const run = (...argv: string[]) => keys(state().url, ...argv);
  const statusOf = async (key: string) => {
    const { test } = state();
    return test ? (await test.rest('GET', '/v1/roles', { key })).status : undefined;
  };

  it('makes a key that works at once, and tells all about it in JSON', async () => {
    const made = json(await run('create', '--user', 'member@acme.test', '--name', 'ci', '--json'));
    expect(made).toMatchObject({
      key: expect.stringMatching(/^duvo_live_[0-9A-Za-z]{36}$/),
      name: 'ci',
      status: 'active',
      scopes: ['mcp:read', 'mcp:write'],
      user: { email: 'member@acme.test' },
      team: { name: 'Acme' },
      role: 'member',
      revoked_at: null,
    });
    expect(made.prefix).toBe(made.key.slice(10, 18));
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBe(90 * 86_400_000);
    expect([200, undefined]).toContain(await statusOf(made.key));
  });

  it('narrows a key in scope and time as told', async () => {
    const options = ['--scopes', 'mcp:read', '--expires-days', 'none', '--team', 'acme'];
    const made = json(await run('create', '--user', 'OWNER@acme.test', '--name', 'r', ...options, '--json'));
    expect(made).toMatchObject({ scopes: ['mcp:read'], expires_at: null, role: 'owner' });
  });

  it('says which tools hosts with a key are shown at most, and takes it back', async () => {
    const options = ['--user', 'member@acme.test', '--name', 'bound', '--bound', 'readonly=1'];
    const made = json(await run('create', ...options, '--json'));
    expect(made.mcp_bound).toBe('readonly=1');
    const changed = await run('bound', made.prefix, 'toolsets=agents,runs');
    expect(changed.out).toContain('are shown at most: toolsets=agents,runs');
    expect(json(await run('bound', made.id, 'none', '--json')).mcp_bound).toBeNull();
    const wrong = await run('bound', made.id, 'mode=search');
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringContaining('is written as in the URL of a host'),
    ]);
  });

  it('lists keys without their secrets', async () => {
    const made = json(await run('create', '--user', 'viewer@acme.test', '--name', 'seen', '--json'));
    const outcome = await run('list', '--user', 'viewer@acme.test', '--json');
    expect(json(outcome).keys).toContainEqual(expect.objectContaining({ id: made.id, name: 'seen' }));
    expect(outcome.out).not.toContain(made.key);
    expect(outcome.out).not.toContain('hash');
    const { out } = await run('list');
    expect(out).toMatch(/^PREFIX +NAME +USER/);
    expect(out).toContain(made.prefix);
  });

  it.each(['id', 'prefix', 'key'])('revokes a key by its %s, at once and once', async (part) => {
    const made = json(await run('create', '--user', 'member@acme.test', '--name', 'gone', '--json'));
    expect([200, undefined]).toContain(await statusOf(made.key));
    const revoked = json(await run('revoke', made[part], '--json'));
    expect(revoked).toMatchObject({ id: made.id, status: 'revoked', already_revoked: false });
    // A command beside the server has no way to tell it, other than Redis.
    if (state().url.startsWith('pglite:')) expect([401, undefined]).toContain(await statusOf(made.key));
    expect(json(await run('revoke', made[part], '--json'))).toMatchObject({
      already_revoked: true,
      revoked_at: revoked.revoked_at,
    });
  });

  it('speaks to people in sentences and tables', async () => {
    const { out } = await run('create', '--user', 'member@acme.test', '--name', 'my laptop');
    expect(out).toContain('Made the API key "my laptop" of member@acme.test in the team Acme (role member).');
    expect(out).toMatch(/^ {2}duvo_live_[0-9A-Za-z]{36}$/m);
    const users = await run('users');
    expect(users.out).toMatch(/^owner@acme\.test +.* +Acme +owner +[0-9a-f-]{36}$/m);
  });

  it.each([
    [
      ['create', '--user', 'nobody@acme.test', '--name', 'x'],
      1,
      'There is no user nobody@acme.test; "npm run keys -- users"',
    ],
    [
      ['create', '--user', 'owner@acme.test', '--name', 'x', '--team', 'Other'],
      1,
      'is not in the team Other, but in Acme (',
    ],
    [['create', '--user', 'owner@acme.test', '--name', ' '], 2, '--name: must not be empty'],
    [
      ['create', '--user', 'owner@acme.test', '--name', 'a\u0000b'],
      2,
      '--name: must not hold control characters',
    ],
    [['create', '--user', 'owner@acme.test', '--name', 'x', '--scopes', 'mcp:all'], 2, '--scopes.0: must be'],
    [
      ['create', '--user', 'owner@acme.test', '--name', 'x', '--expires-days', '0'],
      2,
      '--expires-days: must be at least 1 day',
    ],
    [
      ['create', '--user', 'owner@acme.test', '--name', 'x', '--expires-days', '9999'],
      2,
      '--expires-days: must be at most',
    ],
    [['create', '--name', 'x'], 2, 'keys create needs --user.'],
    [['revoke', 'zzzzzzzz'], 1, 'There is no API key zzzzzzzz; "npm run keys -- list"'],
    [['revoke', '00000000-0000-4000-8000-000000000000'], 1, 'There is no API key 00000000-0000-4000'],
    [['list', '--team', 'Nowhere'], 1, 'There is no team Nowhere; there are Acme ('],
  ])('refuses %j with exit code %i and a sentence on standard error', async (argv, code, sentence) => {
    const outcome = await run(...argv);
    expect(outcome).toEqual({ code, out: '', err: expect.stringContaining(sentence) });
    expect(outcome.err).not.toMatch(/\n\s+at |Error:|undefined/);
  });
}

/** The embedded database takes its seconds to start. */
jest.setTimeout(180_000);

describe('npm run keys', () => {
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

    it('needs the team for a user of several, and names them', async () => {
      const { acme, globex } = test.world;
      await test.database.handle.execute(
        sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${acme.userIds.admin}, 'viewer')`,
      );
      const { code, err } = await keys(url, 'create', '--user', 'admin@acme.test', '--name', 'x');
      expect(code).toBe(1);
      expect(err).toContain(
        `admin@acme.test is in several teams; choose one with --team: Acme (${acme.teamId}), Globex (${globex.teamId}).`,
      );
      for (const team of ['Globex', globex.teamId]) {
        const made = await keys(
          url,
          'create',
          '--user',
          'admin@acme.test',
          '--name',
          'x',
          '--team',
          team,
          '--json',
        );
        expect(json(made)).toMatchObject({ team: { name: 'Globex' }, role: 'viewer' });
      }
    });

    it('makes no key for a disabled user', async () => {
      await test.database.handle.execute(
        sql`update users set disabled_at = now() where email = 'builder@acme.test'`,
      );
      const { code, err } = await keys(url, 'create', '--user', 'builder@acme.test', '--name', 'x');
      expect({ code, err }).toEqual({
        code: 1,
        err: 'builder@acme.test is disabled, so a key would open nothing.\n',
      });
    });

    it('leaves nothing to log but that it ran: no secret', async () => {
      const made = json(await keys(url, 'create', '--user', 'owner@acme.test', '--name', 'x', '--json'));
      expect(JSON.stringify(test.logs)).not.toContain(made.key);
    });
  });

  describe('on the embedded database, while no server runs', () => {
    const folder = newFolder();
    const url = `pglite://${folder}`;

    beforeAll(async () => {
      const test = await createTestApp({ databaseUrl: url, env: { LOG_LEVEL: 'silent' } });
      await test.close();
    });

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('makes, lists and revokes a key by itself', async () => {
      const made = json(
        await keys(url, 'create', '--user', 'owner@acme.test', '--name', 'offline', '--json'),
      );
      const listed = json(await keys(url, 'list', '--json'));
      expect(listed.keys).toContainEqual(expect.objectContaining({ id: made.id, status: 'active' }));
      expect(json(await keys(url, 'revoke', made.id, '--json'))).toMatchObject({ status: 'revoked' });
    });
  });

  describe('on an embedded database that is busy', () => {
    const folder = newFolder();
    const url = `pglite://${folder}`;

    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('waits for a server that is starting', async () => {
      const starting = createTestApp({ databaseUrl: url, env: { LOG_LEVEL: 'silent' } });
      while (!folderHolder(folder)) await delay(5);
      // The world of the test is made after the start, so the team may not be there yet.
      expect(json(await keys(url, 'list', '--json'))).toEqual({ keys: expect.any(Array) });
      await (await starting).close();
    });

    it('gives up in one sentence where the holder neither answers nor ends', async () => {
      writeFileSync(
        join(folder, '.lock'),
        JSON.stringify({ pid: 1, startTicks: '', startedAt: '', host: 'elsewhere' }),
      );
      const { code, out, err } = await keys(url, 'list');
      rmSync(join(folder, '.lock'));
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/^The data folder .* is in use by process 1 on elsewhere; [^\n]*\n$/);
    });
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

    it('says so where the server cannot be reached', async () => {
      const { code, out, err } = await keys('postgres://postgres:x@127.0.0.1:1/none', 'list');
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toBe('The database cannot be reached (ECONNREFUSED); check DATABASE_URL.\n');
    });
  });

  it('prints its help and asks for no configuration to do so', async () => {
    let out = '';
    const readConfig = () => {
      throw new Error('not to be read');
    };
    const terminal = { out: (text: string) => (out += text), err: () => undefined };
    expect(await runCli(['keys', '--help'], readConfig, terminal)).toBe(0);
    expect(await runCli(['keys', 'create', '--help'], readConfig, terminal)).toBe(0);
    expect(out).toContain('npm run keys -- create --user <email> --name <name>');
  });

  it('names every mistake of the configuration', async () => {
    let err = '';
    const terminal = { out: () => undefined, err: (text: string) => (err += text) };
    expect(
      await runCli(
        ['keys', 'list'],
        () => loadConfig({ PORT: 'x', HOST: 'h', DEMO_DATA: 'maybe' }),
        terminal,
      ),
    ).toBe(1);
    expect(err).toContain('PORT must be');
    expect(err).toContain('DEMO_DATA must be');
  });
});
