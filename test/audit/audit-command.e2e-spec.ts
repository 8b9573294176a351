import { asTeamId } from '@app/database';
import type { TeamId } from '@app/database';
import { AuditWriter } from '@app/telemetry';
import type { AuditEntry } from '@app/telemetry';
import { cli, json } from '../support/cli';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { auditEntry, storedEntries } from './support/trail';

// With PGlite the server holds the folder, so the command goes through its control socket.
describe.each(DATABASES)('npm run audit beside a server on $database', ({ embedded }) => {
  let test: TestApp;
  let acme: TeamId;
  beforeAll(async () => {
    test = await createTestApp({ embedded });
    acme = asTeamId(test.world.acme.teamId);
  });
  afterAll(() => test.close());

  const run = (...argv: string[]) => {
    const { database } = test.config;
    return cli(database.driver === 'postgres' ? database.url : `pglite://${database.folder}`, ...argv);
  };
  const audit = (...argv: string[]) => run('audit', ...argv);
  const store = async (...entries: Partial<AuditEntry>[]) => {
    const writer = test.get(AuditWriter);
    for (const entry of entries) writer.append(auditEntry({ teamId: acme, ...entry }));
    await writer.flush();
  };
  const lines = ({ out, code, err }: Awaited<ReturnType<typeof cli>>): any[] => {
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  };

  it('exports every entry of the team, one JSON object a line, the oldest first', async () => {
    const createdAt = (minute: number) => new Date(Date.UTC(2025, 0, 1, 0, minute));
    await store(
      ...Array.from({ length: 450 }, (_, index) => ({
        operationId: 'exported',
        requestId: `r-${index}`,
        createdAt: createdAt(index),
      })),
      { operationId: 'exported', teamId: asTeamId(test.world.globex.teamId) },
    );
    const entries = lines(await audit('export', '--team', 'Acme', '--operation', 'exported'));
    expect(entries.map((entry) => entry.request_id)).toEqual(
      Array.from({ length: 450 }, (_, index) => `r-${index}`),
    );
    expect(await audit('export', '--team', 'Acme', '--operation', 'nothing')).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  it('lists the newest as a table, goes on from a cursor, and tells all in JSON', async () => {
    const key = test.world.acme.keys.viewer;
    await test.rest('GET', '/v1/roles', { key });
    await test.mcp.call('list_roles', {}, { key });
    await test.flushAudit();
    const shown = await audit('list', '--team', 'Acme', '--operation', 'list_roles');
    expect(shown.out).toMatch(/^TIME \(UTC\) +SOURCE +OPERATION +STATUS/);
    expect(shown.out.trimEnd().split('\n')).toHaveLength(3);
    const first = json(
      await audit('list', '--team', 'Acme', '--operation', 'list_roles', '--limit', '1', '--json'),
    );
    expect(first).toMatchObject({ team: { name: 'Acme' }, entries: [{ source: 'mcp', status: 200 }] });
    const cursor = ['--cursor', first.next_cursor as string];
    const second = json(
      await audit('list', '--team', 'Acme', '--operation', 'list_roles', ...cursor, '--json'),
    );
    expect(second).toMatchObject({ entries: [{ source: 'api' }], next_cursor: null });
  });

  it('finds entries by user, outcome and time', async () => {
    const { userIds, keys } = test.world.acme;
    await test.rest('POST', '/v1/agents', { key: keys.viewer, body: {} });
    await test.flushAudit();
    const refused = ['--team', acme, '--operation', 'create_agent', '--outcome', 'refused', '--since', '1h'];
    expect(lines(await audit('export', ...refused, '--user', 'viewer@acme.test'))).toMatchObject([
      { user_id: userIds.viewer, role: 'viewer', status: 403, error_code: 'forbidden' },
    ]);
    expect(lines(await audit('export', ...refused, '--user', userIds.owner))).toEqual([]);
    expect(lines(await audit('export', '--team', acme, '--until', '2020-01-01'))).toEqual([]);
  });

  it.each([
    [[], 1, 'Choose a team with --team; there are Acme'],
    [['--team', 'Acme', '--since', 'yesterday'], 2, '--since: must be how long ago'],
    [['--team', 'Acme', '--user', 'somebody'], 2, '--user: must be the email or the id of a user'],
    [['--team', 'Acme', '--outcome', 'bad'], 2, '--outcome: must be one of ok, refused, failed'],
    [['--team', 'Acme', '--limit', '201'], 2, '--limit: must be a whole number from 1 to 200'],
    [['--team', 'Acme', '--cursor', 'x'], 1, 'cursor must be the next_cursor of the page before'],
  ])('list %j ends with %i and a sentence', async (argv, code, sentence) => {
    expect(await audit('list', ...argv)).toMatchObject({ code, err: expect.stringContaining(sentence) });
  });

  it('has an entry for what the operator does in a team, without the secret that is shown', async () => {
    const made = json(await run('keys', 'create', '--user', 'member@acme.test', '--name', 'ci', '--json'));
    await run('keys', 'revoke', made.id as string);
    await run(
      'limits',
      'add',
      '--team',
      'Acme',
      '--subject',
      'role',
      '--of',
      'viewer',
      '--bucket',
      'api',
      '--rate',
      '9999/60',
    );
    await run('teams', 'set-password', '--user', 'member@acme.test');
    await run('keys', 'list');
    const stored = (await storedEntries(test)).filter((entry) => entry.credential_type === 'operator');
    const targets = { api_key_id: made.id, user_id: test.world.acme.userIds.member };
    expect(stored).toMatchObject([
      { operation_id: 'keys.create', team_id: acme, user_id: null, source: 'dashboard', targets, cost: 0 },
      { operation_id: 'keys.revoke', targets },
      { operation_id: 'limits.add', team_id: acme, targets: { rule_id: expect.any(String) } },
      { operation_id: 'teams.set-password', team_id: acme, targets: { user_id: targets.user_id } },
    ]);
    expect(JSON.stringify(stored)).not.toContain(made.key);
  });
});
