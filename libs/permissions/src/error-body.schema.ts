import { z } from 'zod';

/** Flat error body, as it stands in the OpenAPI document. */
export const errorBodySchema = z
  .object({
    error: z.string(),
    message: z.string(),
    request_id: z.string(),
    details: z.array(z.object({ field: z.string(), message: z.string(), code: z.string() })).optional(),
  })
  .meta({ id: 'Error', description: 'Body of every reply that is not 2xx.' });
