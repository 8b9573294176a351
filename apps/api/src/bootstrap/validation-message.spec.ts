import { z } from 'zod';
import { messageOf } from './validation-message';
import type { Issue } from './validation-message';

const firstMessage = (schema: z.ZodType, value: unknown): string =>
  messageOf((schema.safeParse(value).error?.issues[0] ?? {}) as Issue);

describe('messageOf', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['must be at most 100', z.int().max(100), 101],
    ['must be at least 1', z.int().min(1), 0],
    ['must be less than 5', z.number().lt(5), 5],
    ['must have at most 3 characters', z.string().max(3), 'four'],
    ['must have at least 1 item', z.array(z.string()).min(1), []],
    ['is required', z.string(), undefined],
    ['must be an integer', z.int(), 1.5],
    ['must be a string', z.string(), 5],
    ['must be an object', z.strictObject({}), []],
    ['must be "asc" or "desc"', z.enum(['asc', 'desc']), 'up'],
    ['must be a UUID', z.uuid(), 'x'],
    ['says what the schema says', z.string().refine(() => false, 'says what the schema says'), 'x'],
  ])('%s', (sentence, schema, value) => {
    expect(firstMessage(schema, value)).toBe(sentence);
  });
});
