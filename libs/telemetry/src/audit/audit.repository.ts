import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import { Database } from '@app/database';
import type { AuditEntry } from './audit.tables';

/** @global Entries of all teams are written in one batch; each carries the team of its Principal. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  /**
   * One parameter for the whole batch: building a statement with a dozen per entry costs more than the rest.
   * @param mayBeStored leaves out entries that are stored already, all or some
   */
  async append(entries: readonly AuditEntry[], { mayBeStored = false } = {}): Promise<void> {
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
      )${mayBeStored ? IS_NEW : sql``}`);
  }
}

/** By the columns of the index, and those that tell calls of one millisecond apart. */
const IS_NEW = sql`
      where not exists (
        select from audit_entries as stored
        where stored.team_id = "teamId" and stored.created_at = "createdAt" and stored.request_id = "requestId"
          and stored.credential_id = "credentialId" and stored.operation_id = "operationId"
          and stored.duration_ms = "durationMs"
      )
      order by "createdAt"`;
