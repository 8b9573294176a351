import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { AuditEntry } from './audit.tables';

/** @global Entries of all teams are written in one batch; each carries the team of its Principal. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /** One parameter for the whole batch: building a statement with a dozen per entry costs more than the rest. */
  async append(entries: readonly AuditEntry[]): Promise<void> {
    await this.database.handle.execute(sql`
      insert into audit_entries (
        team_id, user_id, credential_type, credential_id, client_id, role, source, operation_id, targets, status,
        error_code, cost, refused_bucket, refused_rule_id, shadow_refusals, request_id, ip, duration_ms, created_at
      )
      select
        "teamId", "userId", "credentialType", "credentialId", "clientId", "role", "source", "operationId",
        "targets", "status", "errorCode", coalesce("cost", 1), "refusedBucket", "refusedRuleId", "shadowRefusals",
        "requestId", "ip", "durationMs", "createdAt"
      from json_to_recordset(${JSON.stringify(entries)}::json) as entry (
        "teamId" uuid, "userId" uuid, "credentialType" text, "credentialId" text, "clientId" text, "role" text,
        "source" text, "operationId" text, "targets" jsonb, "status" integer, "errorCode" text, "cost" integer,
        "refusedBucket" text, "refusedRuleId" uuid, "shadowRefusals" jsonb, "requestId" text, "ip" text,
        "durationMs" integer, "createdAt" timestamptz
      )`);
  }
}
