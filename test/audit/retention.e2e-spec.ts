import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { asTeamId } from '@app/database';
import { AuditRetention, AuditWriter } from '@app/telemetry';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { auditEntry, storedEntries } from './support/trail';

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY);

describe.each(DATABASES)('retention of the audit trail on $database', ({ embedded }) => {
  let test: TestApp;
  const teamId = asTeamId(randomUUID());
  beforeAll(async () => {
    test = await createTestApp({ embedded, env: { AUDIT_RETENTION_DAYS: '30' } });
  });
  afterAll(() => test.close());
  beforeEach(() => test.database.handle.execute(sql`delete from audit_entries`));

  const store = async (...ages: number[]) => {
    const writer = test.get(AuditWriter);
    for (const age of ages)
      writer.append(auditEntry({ teamId, operationId: `${age} days`, createdAt: daysAgo(age) }));
    await writer.flush();
  };
  const kept = async () => (await storedEntries(test)).map((entry) => entry.operation_id);
  const clean = (signal?: AbortSignal) => test.get(AuditRetention).clean(signal);

  it('deletes what is older than the setting says, and nothing else', async () => {
    await store(90, 31, 29, 0);
    expect(await clean()).toBe(2);
    expect(await kept()).toEqual(['29 days', '0 days']);
    expect(await clean()).toBe(0);
  });

  it('deletes an entry that was written late, among younger ones', async () => {
    await store(20, 40, 10);
    expect(await clean()).toBe(1);
    expect(await kept()).toEqual(['20 days', '10 days']);
  });

  it('goes on step by step until nothing is left to delete', async () => {
    await store(...Array.from({ length: 4500 }, () => 50), 1);
    expect(await clean()).toBe(4500);
    expect(await kept()).toEqual(['1 days']);
  });

  it('ends after a step when it is asked to', async () => {
    await store(40);
    expect(await clean(AbortSignal.abort())).toBe(0);
    expect(await kept()).toEqual(['40 days']);
  });

  // The embedded database serves one process.
  if (!embedded) {
    it('leaves it to the process that is at it already', async () => {
      await store(40);
      let mayEnd!: () => void;
      const ending = new Promise<void>((resolve) => (mayEnd = resolve));
      let isHeld!: () => void;
      const held = new Promise<void>((resolve) => (isHeld = resolve));
      const other = test.database.transaction(async () => {
        await test.database.tryLock('audit-retention');
        isHeld();
        await ending;
      });
      await held;
      const deleted = await test.database.detached(() => clean());
      mayEnd();
      await other;
      expect(deleted).toBe(0);
      expect(await kept()).toEqual(['40 days']);
    });
  }
});

describe('retention of 0 days', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ env: { AUDIT_RETENTION_DAYS: '0' } });
  });
  afterAll(() => test.close());

  it('keeps every entry', async () => {
    test.get(AuditWriter).append(auditEntry({ teamId: asTeamId(randomUUID()), createdAt: daysAgo(4000) }));
    await test.flushAudit();
    expect(await test.get(AuditRetention).clean()).toBe(0);
    expect(await storedEntries(test)).toHaveLength(1);
  });
});
