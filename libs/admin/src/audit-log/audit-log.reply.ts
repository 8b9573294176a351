import { z } from 'zod';
import { AUDIT_OUTCOMES, CALL_SOURCES } from '@app/telemetry';

export const auditEntrySchema = z
  .strictObject({
    id: z.int(),
    time: z.iso.datetime(),
    user_id: z.string().nullable(),
    credential: z.strictObject({ type: z.string(), id: z.string(), client_id: z.string().nullable() }),
    role: z.string().nullable(),
    source: z.enum(CALL_SOURCES),
    operation_id: z.string(),
    targets: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    status: z.int(),
    outcome: z.enum(AUDIT_OUTCOMES),
    error_code: z.string().nullable(),
    cost: z.int(),
    refused_by: z.strictObject({ bucket: z.string(), rule_id: z.string().nullable() }).nullable(),
    shadow_refusals: z.array(z.string()),
    request_id: z.string(),
    ip: z.string().nullable(),
    duration_ms: z.int(),
  })
  .meta({ id: 'AuditEntry', description: 'A call or a change, as the audit trail has it.' });

export const auditLogReplySchema = z.strictObject({
  entries: z.array(auditEntrySchema),
  next_cursor: z.string().nullable().describe('Where the next page begins; null at the end'),
});
