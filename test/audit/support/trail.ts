import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { AuditEntry } from '@app/telemetry';
import type { TestApp } from '../../support/test-app';

/** An entry as a call leaves it, but for what is given. */
export function auditEntry(entry: Partial<AuditEntry> & Pick<AuditEntry, 'teamId'>): AuditEntry {
  return {
    userId: randomUUID(),
    credentialType: 'api_key',
    credentialId: randomUUID(),
    clientId: null,
    role: 'member',
    source: 'api',
    operationId: 'get_team',
    targets: {},
    status: 200,
    errorCode: null,
    cost: 1,
    refusedBucket: null,
    refusedRuleId: null,
    shadowRefusals: null,
    requestId: randomUUID(),
    ip: '127.0.0.1',
    durationMs: 3,
    createdAt: new Date(),
    ...entry,
  };
}

/** Rows of the trail as the database has them, oldest first. */
export async function storedEntries(test: TestApp, where = sql`true`): Promise<any[]> {
  await test.flushAudit();
  const { rows } = (await test.database.handle.execute<any>(
    sql`select * from audit_entries where ${where} order by created_at, id`,
  )) as any;
  return rows;
}
