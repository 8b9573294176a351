import { z } from 'zod';
import { AUDIT_OUTCOMES, CALL_SOURCES } from '@app/telemetry';
import type { AuditFilter } from '@app/telemetry';
import { queryInt, uuid } from '../fields.schemas';

const MAX_PAGE = 200;
const DEFAULT_PAGE = 50;
/** What no id of a credential or client needs, and PostgreSQL may not take. */
const PRINTABLE = /^[\x21-\x7e]+$/;

const time = (about: string) =>
  z
    .string()
    .refine((text) => z.iso.datetime().safeParse(text).success && !text.startsWith('0000'), {
      message: 'must be an ISO-8601 time in UTC, such as 2026-01-31T12:00:00Z',
    })
    .meta({ format: 'date-time', description: about })
    .optional();
const name = (max: number) =>
  z.string().max(max).regex(PRINTABLE, 'must be printable ASCII without spaces').optional();

export const auditLogQuerySchema = z.strictObject({
  since: time('Not before'),
  until: time('Before'),
  user_id: uuid().optional(),
  credential_id: name(200),
  client_id: name(2048),
  operation_id: name(100),
  outcome: z.enum(AUDIT_OUTCOMES).optional(),
  source: z.enum(CALL_SOURCES).optional(),
  limit: queryInt(1, MAX_PAGE, DEFAULT_PAGE),
  cursor: name(200).meta({ description: 'next_cursor of the page before' }),
});

export type AuditLogQuery = z.output<typeof auditLogQuerySchema>;

/** Query → what the trail is asked. */
export function filterOf(query: AuditLogQuery): AuditFilter {
  return {
    since: query.since === undefined ? undefined : new Date(query.since),
    until: query.until === undefined ? undefined : new Date(query.until),
    userId: query.user_id,
    credentialId: query.credential_id,
    clientId: query.client_id,
    operationId: query.operation_id,
    outcome: query.outcome,
    source: query.source,
  };
}
