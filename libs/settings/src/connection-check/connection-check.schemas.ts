import { z } from 'zod';
import { isoTime } from '../fields.schemas';

export const connectionCheckQuery = z.strictObject({
  since: isoTime()
    .refine((value) => !value.startsWith('0000'), { message: 'must be a time that has a year' })
    .describe('Calls before do not count.'),
});

export const connectionCheckReply = z.strictObject({
  call: z
    .strictObject({ operation_id: z.string(), time: isoTime(), status: z.int() })
    .nullable()
    .describe('The newest tool call; null while there is none.'),
});

export type ConnectionCheckQuery = z.output<typeof connectionCheckQuery>;
export type ConnectionCheckView = z.output<typeof connectionCheckReply>;
