import { Injectable } from '@nestjs/common';
import type { CallerContext } from '@app/permissions';
import { AuditLog } from '@app/telemetry';
import type { ConnectionCheckQuery, ConnectionCheckView } from './connection-check.schemas';

/** Tells people that their host has arrived: of the audit trail their own tool calls, and nothing of anybody else. */
@Injectable()
export class ConnectionCheck {
  constructor(private readonly log: AuditLog) {}

  async newest(
    { teamId, userId }: CallerContext,
    { since }: ConnectionCheckQuery,
  ): Promise<ConnectionCheckView> {
    const filter = { userId, source: 'mcp' as const, since: new Date(since) };
    const { entries } = await this.log.page(teamId, filter, { limit: 1 });
    const [entry] = entries;
    return {
      call: entry ? { operation_id: entry.operation_id, time: entry.time, status: entry.status } : null,
    };
  }
}
