import { z } from 'zod';

/** Body of a PATCH: every field may be left out, but not all of them. */
export function patchBody<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: `must have at least one of ${Object.keys(shape).join(', ')}`,
  });
}

/** A list without duplicates. */
export function uniqueArray<Item extends z.ZodType<string>>(item: Item, min: number, max: number) {
  const list = min > 0 ? z.array(item).min(min).max(max) : z.array(item).max(max);
  return list.superRefine((values, context) => {
    const seen = new Set<string>();
    values.forEach((value, index) => {
      if (seen.has(value))
        context.addIssue({ code: 'custom', message: 'must not repeat', path: [index], input: value });
      seen.add(value);
    });
  });
}

/** Reply of a delete. */
export const successReply = z.strictObject({ success: z.literal(true) });
