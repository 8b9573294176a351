import { z } from 'zod';
import {
  idParam,
  pageQuery,
  pageReply,
  patchBody,
  queryArray,
  queryBool,
  queryInt,
  text,
  uniqueArray,
  uuid,
} from './index';

const inputOf = (schema: z.ZodType): Record<string, unknown> => {
  const json: Record<string, unknown> = z.toJSONSchema(schema, { io: 'input' });
  delete json.$schema;
  return json;
};
const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

describe('text', () => {
  it('counts characters, not UTF-16 units', () => {
    expect(accepts(text(1, 2), '😀😀')).toBe(true);
    expect(accepts(text(1, 2), '😀😀😀')).toBe(false);
    expect(accepts(text(2, 5), '😀')).toBe(false);
  });

  it('names the bound that was missed', () => {
    expect(text(1, 3).safeParse('').error?.issues).toMatchObject([{ code: 'too_small' }]);
    expect(text(1, 3).safeParse('abcd').error?.issues).toMatchObject([
      { code: 'too_big', message: 'must have at most 3 characters' },
    ]);
  });

  it('refuses what the database cannot store', () => {
    expect(accepts(text(1, 9), 'a\u0000b')).toBe(false);
    expect(accepts(text(1, 9), '\ud800')).toBe(false);
  });

  it('shows its bounds in the document', () => {
    expect(inputOf(text(1, 3))).toEqual({ type: 'string', minLength: 1, maxLength: 3 });
  });
});

describe('uuid', () => {
  const id = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';

  it('takes either case and gives lower case', () => {
    expect(uuid().parse(id.toUpperCase())).toBe(id);
  });

  it.each(['', 'x', `${id} `, `{${id}}`, id.replaceAll('-', '')])('refuses %j', (value) => {
    expect(accepts(uuid(), value)).toBe(false);
  });

  it('is short in the document', () => {
    expect(inputOf(idParam('agent_id'))).toEqual({
      type: 'object',
      properties: { agent_id: { type: 'string', format: 'uuid' } },
      required: ['agent_id'],
      additionalProperties: false,
    });
  });
});

describe('query helpers', () => {
  const query = z.strictObject({
    ...pageQuery(100, 20),
    count: queryInt(-5, 5),
    runnable: queryBool(),
    status: queryArray(z.enum(['a', 'b'])),
  });

  it('reads text as the type it stands for', () => {
    expect(query.parse({ limit: '7', offset: '0', count: '-3', runnable: 'false', status: 'a' })).toEqual({
      limit: 7,
      offset: 0,
      count: -3,
      runnable: false,
      status: ['a'],
    });
    expect(query.parse({ status: ['a', 'b'] })).toEqual({ limit: 20, offset: 0, status: ['a', 'b'] });
  });

  it.each([
    { limit: '101' },
    { limit: '0' },
    { limit: '1.5' },
    { limit: '1e1' },
    { limit: '' },
    { limit: ' 1' },
    { limit: ['1', '2'] },
    { offset: '-1' },
    { offset: '2147483648' },
    { offset: '99999999999999999999' },
    { runnable: '1' },
    { runnable: 'TRUE' },
    { status: 'c' },
    { status: [] },
    { unknown: '1' },
  ])('refuses %j', (value) => {
    expect(accepts(query, value)).toBe(false);
  });

  it('shows the types behind the text, and the defaults', () => {
    expect(inputOf(query)).toEqual({
      type: 'object',
      properties: {
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
        offset: { type: 'integer', minimum: 0, maximum: 2_147_483_647, default: 0 },
        count: { type: 'integer', minimum: -5, maximum: 5 },
        runnable: { type: 'boolean' },
        status: { type: 'array', minItems: 1, items: { type: 'string', enum: ['a', 'b'] } },
      },
      additionalProperties: false,
    });
  });
});

describe('pageReply', () => {
  it('is closed and needs the whole envelope', () => {
    const reply = pageReply('agents', z.string());
    expect(accepts(reply, { agents: ['a'], total: 1, limit: 20, offset: 0 })).toBe(true);
    expect(accepts(reply, { agents: ['a'], total: 1, limit: 20 })).toBe(false);
    expect(accepts(reply, { agents: [], total: 1, limit: 20, offset: 0, more: true })).toBe(false);
  });
});

describe('patchBody', () => {
  const body = patchBody({ name: text(1, 5).optional(), description: text(0, 5).nullable().optional() });

  it('takes any one field, null included', () => {
    expect(accepts(body, { description: null })).toBe(true);
  });

  it('refuses the empty object and unknown fields', () => {
    expect(accepts(body, {})).toBe(false);
    expect(accepts(body, { name: 'a', other: 1 })).toBe(false);
  });
});

describe('uniqueArray', () => {
  it('points at the repeated item', () => {
    const result = uniqueArray(text(1, 5), 0, 3).safeParse(['a', 'b', 'a']);
    expect(result.error?.issues).toMatchObject([{ path: [2], message: 'must not repeat' }]);
  });
});
