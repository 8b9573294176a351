import { z } from 'zod';

/**
 * One JSON document a line, either way. A request names a command; its response carries the same id, and
 * either the result or the sentence that says why there is none.
 */
export const controlRequestSchema = z.strictObject({
  id: z.string().max(100),
  command: z.string().max(100),
  args: z.unknown(),
});

export const controlResponseSchema = z.discriminatedUnion('ok', [
  z.object({ id: z.string(), ok: z.literal(true), result: z.record(z.string(), z.unknown()) }),
  z.object({
    id: z.string(),
    ok: z.literal(false),
    error: z.object({ message: z.string(), usage: z.boolean() }),
  }),
]);

export type ControlRequest = z.output<typeof controlRequestSchema>;
export type ControlResponse = z.output<typeof controlResponseSchema>;

/** Longest line either side reads, in characters. */
export const MAX_LINE_LENGTH = 4 * 1024 * 1024;
