import { canon } from '../codec/canon';
import { decode } from '../codec/decode';
import { encode } from '../codec/encode';
import { checkHostGate } from '../gate/check-host-gate';
import type { JsonObject, JsonValue } from '../model/json';
import { PROFILES } from '../model/profile';
import type { ShrinkNote, ToolResult } from '../model/result';
import { convertSample } from '../testing/documents.spec-support';
import { SHORTENED_META } from './json-result';
import { resultArgumentsOf } from './result-arguments';
import { limitItems, selectFields } from './select';
import { toResult } from './to-result';

const parameters = [
  { in: 'query', name: 'q', schema: { type: 'string' } },
  { in: 'query', name: '_limit', schema: { type: 'integer' } },
];
const { tool } = convertSample({ parameters }, { resultArguments: true });
const { tool: plain } = convertSample({ parameters });

describe('_fields and _limit', () => {
  it('are arguments of a tool only where the conversion was asked for them', () => {
    expect(Object.keys(tool.inputSchema.safe.properties as JsonObject)).toEqual([
      '_fields',
      '_limit',
      '_limit__query',
      'q',
    ]);
    expect(Object.keys(plain.inputSchema.safe.properties as JsonObject)).toEqual(['_limit', 'q']);
    expect(tool.inputSchema.safe.required).toEqual([]);
  });

  it.each(PROFILES)('pass the host gate in profile %s', (profile) => {
    expect(checkHostGate(tool, profile)).toEqual([]);
  });

  it('are never sent, and leave the arguments that are', () => {
    const args = { _fields: ['a'], _limit: 5, _limit__query: 7, q: 'x' };
    const { request, refusal } = encode(tool, args);
    expect(refusal).toBeNull();
    expect(request.query).toBe('_limit=7&q=x');
    expect(decode(tool, request)).toEqual(canon(tool, args));
    expect(encode(plain, { _limit: 7 }).request.query).toBe('_limit=7');
  });

  it('are read from what a model is likely to write', () => {
    expect(resultArgumentsOf(tool, { _fields: ['a', ' b.c '], _limit: 5 })).toEqual({
      fields: ['a', 'b.c'],
      limit: 5,
    });
    expect(resultArgumentsOf(tool, { _fields: 'a, b', _limit: '5' })).toEqual({
      fields: ['a', 'b'],
      limit: 5,
    });
    expect(resultArgumentsOf(tool, { _fields: '["a"]' })).toEqual({ fields: ['a'] });
    expect(resultArgumentsOf(tool, { q: 'x' })).toEqual({});
    expect(resultArgumentsOf(plain, { _limit: 5 })).toEqual({});
  });

  it.each<[string, JsonValue]>([
    ['_fields', []],
    ['_fields', [1]],
    ['_fields', ''],
    ['_fields', { a: 1 }],
    ['_fields', Array.from({ length: 101 }, () => 'a')],
    ['_limit', 0],
    ['_limit', 1.5],
    ['_limit', 'many'],
    ['_limit', 10_001],
  ])('refuse %s=%j under their own name', (name, value) => {
    expect(encode(tool, { [name]: value }).refusal?.issues.map(({ field }) => field)).toEqual([name]);
  });

  it('may be null in profile openai-strict', () => {
    const args = { _fields: null, _limit: null, _limit__query: null, q: null };
    expect(encode(tool, args, { profile: 'openai-strict' })).toMatchObject({ refusal: null });
  });
});

describe('selectFields', () => {
  const items = [
    { id: 1, name: 'a', owner: { id: 9, mail: 'x' } },
    { id: 2, name: 'b', owner: null },
  ];

  it.each<[string[], JsonValue]>([
    [['total'], { total: 2 }],
    [['items.id'], { items: [{ id: 1 }, { id: 2 }] }],
    [
      ['items.owner.id', 'items.name'],
      {
        items: [
          { name: 'a', owner: { id: 9 } },
          { name: 'b', owner: null },
        ],
      },
    ],
    [['items.owner', 'items.owner.id'], { items: [{ owner: { id: 9, mail: 'x' } }, { owner: null }] }],
  ])('keeps %j', (fields, expected) => {
    expect(selectFields({ items, total: 2 }, fields)).toEqual({ value: expected, unknown: [] });
  });

  it('sees through lists, and through the name under which a list is shown', () => {
    expect(selectFields(items, ['id']).value).toEqual([{ id: 1 }, { id: 2 }]);
    expect(selectFields(items, ['result.id']).value).toEqual([{ id: 1 }, { id: 2 }]);
    expect(selectFields({ result: { id: 1 }, more: 2 }, ['result.id']).value).toEqual({ result: { id: 1 } });
  });

  it('says which names there are not', () => {
    expect(selectFields({ items, total: 2 }, ['item', 'items.idd', 'total'])).toEqual({
      value: { items: [{}, {}], total: 2 },
      unknown: ['item', 'items.idd'],
    });
    expect(selectFields({ items: [] }, ['items.id']).unknown).toEqual([]);
  });

  it('takes a member called __proto__ for what it is', () => {
    const value = JSON.parse('{"__proto__":{"a":1},"b":2}') as JsonValue;
    expect(JSON.stringify(selectFields(value, ['__proto__.a']).value)).toBe('{"__proto__":{"a":1}}');
  });
});

describe('limitItems', () => {
  it('keeps the head of outermost lists and leaves lists inside items alone', () => {
    const notes: ShrinkNote[] = [];
    const value = { items: [{ tags: [1, 2, 3] }, { tags: [] }, { tags: [] }], few: [1] };
    expect(limitItems(value, 2, notes)).toEqual({ items: [{ tags: [1, 2, 3] }, { tags: [] }], few: [1] });
    expect(notes).toEqual([{ path: '/items', unit: 'items', total: 3, kept: 2 }]);
  });
});

describe('toResult with _fields and _limit', () => {
  const body = { items: Array.from({ length: 500 }, (_, id) => ({ id, text: 'x'.repeat(50) })), total: 500 };
  const send = (value: unknown, budget: object): ToolResult =>
    toResult(
      tool,
      { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) },
      budget,
    );

  it('gives what was asked for, says how much there is, and stays JSON', () => {
    const result = send(body, { fields: ['items.id'], limit: 2 });
    expect(result.structuredContent).toEqual({ items: [{ id: 0 }, { id: 1 }] });
    expect(result.content).toEqual([
      { type: 'text', text: JSON.stringify(result.structuredContent) },
      { type: 'text', text: 'Limited as asked: /items: 2 of 500 items.' },
    ]);
    expect(result._meta?.[SHORTENED_META]).toEqual([{ path: '/items', unit: 'items', total: 500, kept: 2 }]);
  });

  it('makes room before anything is cut', () => {
    expect(send(body, { fields: ['items.id'], maxBytes: 8000 })._meta).toBeUndefined();
    const cut = send(body, { maxBytes: 8000 });
    expect(cut.content[1]).toMatchObject({
      text: expect.stringMatching(
        /^Shortened to fit: .*ask for fewer _fields or a smaller _limit/,
      ) as unknown,
    });
  });

  it('works on a list that is shown as result', () => {
    const result = send(body.items, { fields: ['id'], limit: 1 });
    expect(result.structuredContent).toEqual({ result: [{ id: 0 }] });
  });

  it('names the fields there are when one is not', () => {
    const result = send(body, { fields: ['item'] });
    expect(result.content[1]).toEqual({
      type: 'text',
      text: 'The answer has no field "item". It has: items, total.',
    });
  });
});
