import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { asTeamId } from '@app/database';
import type { TeamId } from '@app/database';
import { AuditLog, AuditWriter } from '@app/telemetry';
import type { AuditEntry, AuditEntryView, AuditFilter } from '@app/telemetry';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { auditEntry } from './support/trail';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

describe.each(DATABASES)('reading the audit trail on $database', ({ embedded }) => {
  let test: TestApp;
  let log: AuditLog;
  let teamId: TeamId;
  beforeAll(async () => {
    test = await createTestApp({ embedded });
    log = test.get(AuditLog);
  });
  afterAll(() => test.close());
  beforeEach(() => {
    teamId = asTeamId(randomUUID());
  });

  const store = async (...entries: Partial<AuditEntry>[]) => {
    const writer = test.get(AuditWriter);
    for (const entry of entries) writer.append(auditEntry({ teamId, ...entry }));
    await writer.flush();
  };
  const named = (...names: string[]) =>
    names.map((operationId, minute) => ({ operationId, createdAt: at(minute) }));
  const names = (entries: readonly AuditEntryView[]) => entries.map((entry) => entry.operation_id);
  const list = async (filter: AuditFilter = {}) =>
    names((await log.page(teamId, filter, { limit: 200 })).entries);
  const exported = async (filter: AuditFilter = {}) => {
    const found: AuditEntryView[] = [];
    for await (const entries of log.export(teamId, filter)) found.push(...entries);
    return names(found);
  };

  it('shows entries newest first, page by page, and exports them oldest first', async () => {
    await store(...named('a', 'b', 'c', 'd', 'e'));
    const first = await log.page(teamId, {}, { limit: 2 });
    const second = await log.page(teamId, {}, { limit: 2, cursor: first.nextCursor ?? '' });
    const third = await log.page(teamId, {}, { limit: 2, cursor: second.nextCursor ?? '' });
    expect([first, second, third].map(({ entries }) => names(entries))).toEqual([
      ['e', 'd'],
      ['c', 'b'],
      ['a'],
    ]);
    expect(third.nextCursor).toBeNull();
    expect(await exported()).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('turns pages though entries of the same millisecond are written meanwhile', async () => {
    const same = (operationId: string) => ({ operationId, createdAt: at(0) });
    await store(same('a'), same('b'), same('c'));
    const first = await log.page(teamId, {}, { limit: 2 });
    await store(same('d'), { operationId: 'late', createdAt: at(-1) });
    const second = await log.page(teamId, {}, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([names(first.entries), names(second.entries)]).toEqual([
      ['c', 'b'],
      ['a', 'late'],
    ]);
  });

  it('says what there is to say about a call', async () => {
    const [userId, credentialId, ruleId] = [randomUUID(), randomUUID(), randomUUID()];
    await store({
      ...{
        userId,
        credentialId,
        credentialType: 'oauth',
        clientId: 'client-1',
        role: 'builder',
        source: 'mcp',
      },
      ...{
        operationId: 'start_run',
        targets: { agent_id: 'agent-1' },
        status: 429,
        errorCode: 'rate_limited',
      },
      ...{ cost: 2, refusedBucket: 'start_run', refusedRuleId: ruleId, shadowRefusals: ['rule-2'] },
      ...{ requestId: 'request-1', ip: '10.0.0.1', durationMs: 7, createdAt: at(3) },
    });
    const { entries } = await log.page(teamId, {}, { limit: 1 });
    expect(entries).toEqual([
      {
        id: expect.any(Number),
        time: '2026-01-01T00:03:00.000Z',
        user_id: userId,
        credential: { type: 'oauth', id: credentialId, client_id: 'client-1' },
        role: 'builder',
        source: 'mcp',
        operation_id: 'start_run',
        targets: { agent_id: 'agent-1' },
        status: 429,
        outcome: 'refused',
        error_code: 'rate_limited',
        cost: 2,
        refused_by: { bucket: 'start_run', rule_id: ruleId },
        shadow_refusals: ['rule-2'],
        request_id: 'request-1',
        ip: '10.0.0.1',
        duration_ms: 7,
      },
    ]);
  });

  it('finds entries by time, user, credential, client, operation, outcome and source', async () => {
    const [userId, credentialId] = [randomUUID(), randomUUID()];
    await store(
      ...named('a', 'b', 'c', 'd'),
      { operationId: 'of user', userId, createdAt: at(10) },
      { operationId: 'of credential', credentialId, createdAt: at(11) },
      { operationId: 'of client', clientId: 'client-1', createdAt: at(12) },
      { operationId: 'refused', status: 403, createdAt: at(13) },
      { operationId: 'failed', status: 503, createdAt: at(14) },
      { operationId: 'of dispatcher', source: 'dispatcher', createdAt: at(15) },
    );
    expect(await list({ since: at(1), until: at(3) })).toEqual(['c', 'b']);
    expect(await list({ userId })).toEqual(['of user']);
    expect(await list({ credentialId })).toEqual(['of credential']);
    expect(await list({ clientId: 'client-1' })).toEqual(['of client']);
    expect(await list({ operationId: 'c' })).toEqual(['c']);
    expect(await list({ outcome: 'refused' })).toEqual(['refused']);
    expect(await list({ outcome: 'failed' })).toEqual(['failed']);
    expect(await list({ outcome: 'ok', since: at(13) })).toEqual(['of dispatcher']);
    expect(await list({ source: 'dispatcher' })).toEqual(['of dispatcher']);
    expect(await exported({ userId })).toEqual(['of user']);
    expect(await exported({ operationId: 'none' })).toEqual([]);
  });

  it('never shows an entry of another team', async () => {
    const other = asTeamId(randomUUID());
    await store({ operationId: 'ours' }, { operationId: 'theirs', teamId: other });
    expect([await list(), await exported()]).toEqual([['ours'], ['ours']]);
    const { nextCursor } = await log.page(teamId, {}, { limit: 1 });
    expect(nextCursor).toBeNull();
    await store({ operationId: 'ours too' });
    const page = await log.page(teamId, {}, { limit: 1 });
    const abroad = await log.page(other, {}, { limit: 5, cursor: page.nextCursor ?? '' });
    expect(abroad.entries.every((entry) => entry.operation_id === 'theirs')).toBe(true);
  });

  it.each([
    '',
    'nonsense',
    'MS4y=',
    'MTIzNDU',
    '..',
    Buffer.from('1.99999999999999999').toString('base64url'),
  ])('refuses the cursor %j', async (cursor) => {
    await expect(log.page(teamId, {}, { limit: 5, cursor })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(log.exportPage(teamId, {}, { cursor })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('exports each entry once while others are written, before and behind it', async () => {
    await store(
      ...Array.from({ length: 3500 }, (_, index) => ({
        requestId: `there-${index}`,
        createdAt: at(index % 60),
      })),
    );
    const found: string[] = [];
    let round = 0;
    for await (const entries of log.export(teamId, {})) {
      found.push(...entries.map((entry) => entry.request_id));
      round += 1;
      const early = Array.from({ length: 100 }, (_, index) => ({
        requestId: `early-${round}-${index}`,
        createdAt: at(0),
      }));
      const late = Array.from({ length: 300 }, (_, index) => ({
        requestId: `late-${round}-${index}`,
        createdAt: at(90),
      }));
      await store(...early, ...late);
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((id) => id.startsWith('there'))).toHaveLength(3500);
    expect(found.filter((id) => id.startsWith('late'))).toEqual([]);
  });

  it('stores an entry once that may be stored already', async () => {
    const { repository } = test.get(AuditWriter) as any;
    const batch = Array.from({ length: 10 }, (_, index) =>
      auditEntry({ teamId, requestId: `twice-${index}` }),
    );
    await repository.append(batch.slice(0, 6));
    await repository.append(batch, { mayBeStored: true });
    const { rows } = (await test.database.handle.execute<any>(
      sql`select request_id from audit_entries where team_id = ${teamId}`,
    )) as any;
    expect(rows.map((row: any) => row.request_id).sort()).toEqual(
      batch.map(({ requestId }) => requestId).sort(),
    );
  });
});
