import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { AuditLog } from '@app/telemetry';
import { NDJSON, ndjsonFileOf } from './audit-log-export';
import { auditLogReplySchema } from './audit-log.reply';
import { auditLogQuerySchema, filterOf } from './audit-log.schemas';
import type { AuditLogQuery } from './audit-log.schemas';

const DESCRIPTION = `Entries of the team's audit trail, newest first, up to 200 a page. With \`Accept: ${NDJSON}\` all of them, oldest first, one JSON object a line; \`limit\` and \`cursor\` do not matter then.`;

/** What happened in the team. */
@ApiTags('audit')
@Controller('api/admin/audit-log')
export class AuditLogController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @Surface({
    id: 'list_audit_log',
    access: 'session',
    permission: 'audit:read',
    document: {
      summary: 'List or export the audit trail',
      description: DESCRIPTION,
      response: { 200: auditLogReplySchema },
    },
  })
  async list(
    @Caller() caller: CallerContext,
    @Query({ schema: auditLogQuerySchema }) query: AuditLogQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object | StreamableFile> {
    response.setHeader('cache-control', 'no-store');
    response.vary('accept');
    if (request.accepts(['application/json', NDJSON]) === NDJSON)
      return ndjsonFileOf(this.log.export(caller.teamId, filterOf(query)));
    const { entries, nextCursor } = await this.log.page(caller.teamId, filterOf(query), query);
    return { entries, next_cursor: nextCursor };
  }
}
