import { randomUUID } from 'node:crypto';
import { asTeamId } from '@app/database';
import type { TeamId } from '@app/database';
import type { Role } from '@app/auth';
import { AuditWriter } from '@app/telemetry';
import type { AuditEntry } from '@app/telemetry';
import { auditLogReplySchema } from '../../libs/admin/src/audit-log/audit-log.reply';
import { signedIn } from '../sessions/support/signed-in';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { auditEntry } from './support/trail';

const NDJSON = 'application/x-ndjson';

describe.each(DATABASES)('GET /api/admin/audit-log on $database', ({ embedded }) => {
  let test: TestApp;
  let acme: TeamId;
  beforeAll(async () => {
    test = await createTestApp({ embedded });
    acme = asTeamId(test.world.acme.teamId);
  });
  afterAll(() => test.close());

  const store = async (...entries: Partial<AuditEntry>[]) => {
    const writer = test.get(AuditWriter);
    for (const entry of entries) writer.append(auditEntry({ teamId: acme, ...entry }));
    await writer.flush();
  };
  const get = async (
    query: Readonly<Record<string, string | number>> = {},
    { role = 'admin', headers = {} }: { role?: Role; headers?: Record<string, string> } = {},
  ) => {
    const session = await signedIn(test, test.world.acme.userIds[role]);
    return test.rest('GET', '/api/admin/audit-log', { query, headers: { ...session.headers, ...headers } });
  };
  const page = async (query: Readonly<Record<string, string | number>>) => {
    const reply = await get(query);
    expect(reply.status).toBe(200);
    return auditLogReplySchema.parse(reply.body);
  };
  const named = (operationId: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      operationId,
      requestId: `${operationId}-${index}`,
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, index)),
    }));

  it('lists entries of the team, newest first, page by page', async () => {
    await store(...named('listed', 3), { operationId: 'listed', teamId: asTeamId(test.world.globex.teamId) });
    const first = await page({ operation_id: 'listed', limit: 2 });
    expect(first.entries.map((entry) => entry.request_id)).toEqual(['listed-2', 'listed-1']);
    const second = await page({ operation_id: 'listed', limit: 2, cursor: first.next_cursor ?? '' });
    expect(second.entries.map((entry) => entry.request_id)).toEqual(['listed-0']);
    expect(second.next_cursor).toBeNull();
  });

  it('has every call of the API, REST and tool alike', async () => {
    const key = test.world.acme.keys.builder;
    const id = randomUUID();
    await test.rest('GET', `/v1/queues/${id}`, { key });
    await test.mcp.call('get_queue', { queue_id: id }, { key });
    await test.flushAudit();
    const { entries } = await page({ user_id: test.world.acme.userIds.builder, operation_id: 'get_queue' });
    expect(entries).toMatchObject(
      ['mcp', 'api'].map((source) => ({ source, status: 404, role: 'builder', targets: { queue_id: id } })),
    );
  });

  it('filters by time, credential, client, outcome and source', async () => {
    const credential = randomUUID();
    await store(
      ...named('filtered', 3),
      { operationId: 'filtered', credentialId: credential, clientId: 'https://host.example/client' },
      { operationId: 'filtered', status: 500, source: 'mcp' },
    );
    const countOf = async (query: Record<string, string>) =>
      (await page({ operation_id: 'filtered', ...query })).entries.length;
    expect(await countOf({ since: '2026-01-01T00:01:00Z', until: '2026-01-01T00:02:00Z' })).toBe(1);
    expect(await countOf({ credential_id: credential })).toBe(1);
    expect(await countOf({ client_id: 'https://host.example/client' })).toBe(1);
    expect(await countOf({ outcome: 'failed' })).toBe(1);
    expect(await countOf({ source: 'api' })).toBe(4);
  });

  it('exports as NDJSON, oldest first, more than a page holds', async () => {
    await store(...named('exported', 2500));
    const reply = await get({ operation_id: 'exported' }, { headers: { accept: NDJSON } });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toContain(NDJSON);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const lines = reply.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines.map((entry: any) => entry.request_id)).toEqual(
      named('exported', 2500).map(({ requestId }) => requestId),
    );
    auditLogReplySchema.shape.entries.parse(lines.slice(0, 10));
    const empty = await get({ operation_id: 'nothing' }, { headers: { accept: NDJSON } });
    expect({ status: empty.status, text: empty.text }).toEqual({ status: 200, text: '' });
  });

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 201 }, 'limit'],
    [{ since: 'yesterday' }, 'since'],
    [{ user_id: 'somebody' }, 'user_id'],
    [{ outcome: 'bad' }, 'outcome'],
    [{ credential_id: 'a\u0000b' }, 'credential_id'],
    [{ cursor: 'nonsense' }, 'cursor'],
    [{ team_id: randomUUID() }, 'team_id'],
  ])('refuses %j and names the field', async (query, field) => {
    const reply = await get(query);
    expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request', details: [{ field }] } });
  });

  it('answers a bad filter of an export with an error, not with a file', async () => {
    const reply = await get({ since: 'yesterday' }, { headers: { accept: NDJSON } });
    expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it.each(['manager', 'builder', 'member', 'viewer'] as const)('is not for a %s', async (role) => {
    expect(await get({}, { role })).toMatchObject({ status: 403, body: { error: 'forbidden' } });
  });

  it('is for an owner, and for no key', async () => {
    expect((await get({}, { role: 'owner' })).status).toBe(200);
    const byKey = await test.rest('GET', '/api/admin/audit-log', { key: test.world.acme.keys.owner });
    expect(byKey.status).toBe(401);
    expect((await test.rest('GET', '/api/admin/audit-log')).status).toBe(401);
  });
});
