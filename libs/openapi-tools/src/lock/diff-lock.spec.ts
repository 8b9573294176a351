import { convert } from '../convert/convert';
import type { Lock } from '../model/lock';
import type { ConvertOptions } from '../model/options';
import { documentOf, type Sample } from '../testing/documents.spec-support';
import { diffLock } from './diff-lock';

const query = (name: string, schema: unknown, required = false): unknown => ({
  in: 'query',
  name,
  schema,
  required,
});

function lockOf(sample: Sample, before: Lock | null = null, options: ConvertOptions = {}): Lock {
  return convert(documentOf(sample), options, before).lock;
}

function codes(before: Sample, after: Sample): string[] {
  const old = lockOf(before);
  return diffLock(old, lockOf(after, old)).map((change) => `${change.kind} ${change.code}`);
}

const enums = (...values: string[]): Sample => ({
  parameters: [query('q', { type: 'string', enum: values })],
});
const nested = (properties: object, required: string[] = []): Sample => ({
  body: {
    type: 'object',
    properties: { config: { type: 'array', items: { type: 'object', properties, required } } },
  },
});

describe('diffLock', () => {
  it('finds nothing between equal conversions', () => {
    expect(codes(enums('a', 'b|c', 'd)!'), enums('a', 'b|c', 'd)!'))).toEqual([]);
  });

  it.each<[string, Sample, Sample, string[]]>([
    ['argument removed', { parameters: [query('q', {})] }, {}, ['breaking argument_removed']],
    ['optional argument added', {}, { parameters: [query('q', {})] }, ['compatible argument_added']],
    ['required argument added', {}, { parameters: [query('q', {}, true)] }, ['breaking argument_required']],
    [
      'argument now required',
      { parameters: [query('q', {})] },
      { parameters: [query('q', {}, true)] },
      ['breaking argument_required'],
    ],
    [
      'argument now optional',
      { parameters: [query('q', {}, true)] },
      { parameters: [query('q', {})] },
      ['compatible argument_optional'],
    ],
    [
      'type narrowed',
      { parameters: [query('q', { type: 'number' })] },
      { parameters: [query('q', { type: 'integer' })] },
      ['breaking type_narrowed'],
    ],
    [
      'type widened',
      { parameters: [query('q', { type: 'integer' })] },
      { parameters: [query('q', { type: 'number' })] },
      [],
    ],
    ['type freed', { parameters: [query('q', { type: 'integer' })] }, { parameters: [query('q', {})] }, []],
    ['enum narrowed', enums('a', 'b'), enums('a'), ['breaking enum_narrowed']],
    ['enum widened', enums('a'), enums('a', 'b'), []],
    [
      'enum introduced',
      { parameters: [query('q', { type: 'string' })] },
      enums('a'),
      ['breaking enum_narrowed'],
    ],
    [
      'argument moved',
      { parameters: [query('q', { type: 'string' })] },
      { method: 'get', parameters: [{ in: 'header', name: 'q', schema: { type: 'string' } }] },
      [],
    ],
    [
      'nested property removed',
      nested({ a: { type: 'string' }, b: {} }),
      nested({ b: {} }),
      ['breaking property_removed'],
    ],
    [
      'nested property added',
      nested({ b: {} }),
      nested({ a: { type: 'string' }, b: {} }),
      ['compatible property_added'],
    ],
    ['nested property required', nested({ a: {} }), nested({ a: {} }, ['a']), ['breaking argument_required']],
    [
      'nested required property added',
      nested({ b: {} }),
      nested({ a: {}, b: {} }, ['a']),
      ['breaking argument_required'],
    ],
    [
      'nested type changed',
      nested({ a: { type: 'string' } }),
      nested({ a: { type: 'boolean' } }),
      ['breaking type_narrowed'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(codes(before, after)).toEqual(expected);
  });

  const two = (second: string | null): unknown => ({
    openapi: '3.1.0',
    paths: {
      '/a': { get: { operationId: 'a' } },
      ...(second === null ? {} : { '/b': { get: { operationId: second } } }),
    },
  });

  it('calls a removed tool breaking, a new one compatible', () => {
    const both = convert(two('b')).lock;
    const one = convert(two(null), {}, both).lock;
    expect(diffLock(both, one)).toMatchObject([
      { kind: 'breaking', code: 'tool_removed', tool: 'b', operationId: 'b' },
    ]);
    expect(diffLock(one, convert(two('b'), {}, one).lock)).toEqual([]);
    expect(diffLock(convert(two(null)).lock, both)).toMatchObject([
      { kind: 'compatible', code: 'tool_added', tool: 'b' },
    ]);
  });

  it('calls a rename compatible with an alias and breaking without', () => {
    const before = convert(two('b')).lock;
    const renamed = convert(two('c'), { changedOperationId: 'rename' }, before).lock;
    expect(diffLock(before, renamed)).toMatchObject([
      { kind: 'compatible', code: 'tool_renamed', tool: 'b' },
    ]);
    expect(diffLock(before, convert(two('c')).lock)).toMatchObject([
      { kind: 'breaking', code: 'tool_renamed', tool: 'b' },
    ]);
  });

  it('finds an alias that was dropped', () => {
    const before = convert(two('c'), { changedOperationId: 'rename' }, convert(two('b')).lock).lock;
    expect(diffLock(before, convert(two('c')).lock)).toMatchObject([
      { kind: 'breaking', code: 'alias_removed' },
    ]);
  });

  it('reads and writes the lock as plain JSON', () => {
    const { lock } = convert(two('b'));
    expect(JSON.parse(JSON.stringify(lock))).toEqual(lock);
    expect(lock.operations.a).toMatchObject({
      operationId: 'a',
      method: 'GET',
      path: '/a',
      aliases: [],
      arguments: {},
    });
  });
});
