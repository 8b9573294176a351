import { z } from 'zod';
import { AUDIT_OUTCOMES, CALL_SOURCES } from '@app/telemetry';
import { line, teamReference } from '../line.schema';
import { moment } from './moment.schema';

/** Most entries of one answer: so few that they fit into a line of the control socket, whatever they hold. */
export const MAX_PAGE = 200;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const filter = {
  team: teamReference().optional(),
  since: moment().optional(),
  until: moment().optional(),
  user: line(320)
    .refine((text) => text.includes('@') || UUID.test(text), 'must be the email or the id of a user')
    .optional(),
  credential: line(200).optional(),
  client: line(2048).optional(),
  operation: line(100).optional(),
  outcome: z.enum(AUDIT_OUTCOMES, `must be one of ${AUDIT_OUTCOMES.join(', ')}`).optional(),
  source: z.enum(CALL_SOURCES, `must be one of ${CALL_SOURCES.join(', ')}`).optional(),
  cursor: line(200).optional(),
};

export const exportAuditArgs = z.strictObject(filter);
export const listAuditArgs = z.strictObject({
  ...filter,
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_PAGE)
    .catch(() => Number.NaN)
    .refine((limit) => !Number.isNaN(limit), `must be a whole number from 1 to ${MAX_PAGE}`)
    .default(50),
});

export type AuditFilterArgs = z.output<typeof exportAuditArgs>;
export type ListAuditArgs = z.output<typeof listAuditArgs>;
