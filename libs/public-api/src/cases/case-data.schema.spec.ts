import { z } from 'zod';
import { caseData } from './case-data.schema';

const body = z.strictObject({ data: caseData().default({}) });
const read = (json: string) => body.safeParse(JSON.parse(`{"data":${json}}`));
const messageOf = (json: string) => read(json).error?.issues[0]?.message;
const nested = (levels: number) => '{"a":'.repeat(levels - 1) + '{}' + '}'.repeat(levels - 1);

describe('data of a case', () => {
  it.each(['{}', '{"a":1}', '{"a":[null,true,"x",{"b":-1.5e-3}]}', '{"":{"":""}}'])('takes %s', (json) => {
    expect(read(json).data?.data).toEqual(JSON.parse(json));
  });

  it('is empty if left out', () => {
    expect(body.parse({})).toEqual({ data: {} });
  });

  it.each(['[]', 'null', '"text"', '1'])('refuses %s, which is no object', (json) => {
    expect(messageOf(json)).toBe('must be an object');
  });

  it('takes keys that name parts of the language as plain data, and hands on all of them', () => {
    const json = '{"__proto__":{"admin":true},"constructor":{"prototype":{"x":1}},"toString":"a"}';
    const { data } = body.parse(JSON.parse(`{"data":${json}}`));
    expect(JSON.stringify(data)).toBe(json);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });

  it('is at most 8 levels deep', () => {
    expect(read(nested(8)).success).toBe(true);
    expect(messageOf(nested(9))).toBe('must be at most 8 levels deep');
    expect(read('{"a":[[[[[[[1]]]]]]]}').success).toBe(true);
    expect(messageOf('{"a":[[[[[[[[]]]]]]]]}')).toBe('must be at most 8 levels deep');
  });

  it('has at most 64 KiB as UTF-8 JSON', () => {
    const frame = '{"a":""}'.length;
    expect(read(`{"a":"${'x'.repeat(65_536 - frame)}"}`).success).toBe(true);
    expect(messageOf(`{"a":"${'x'.repeat(65_537 - frame)}"}`)).toBe(
      'must have at most 65536 bytes as JSON and has 65537',
    );
    expect(read(`{"a":"${'ü'.repeat(32_768)}"}`).success).toBe(false);
  });

  it.each([
    '{"a":"\\u0000"}',
    '{"a\\u0000":1}',
    '{"a":[{"b":"\\ud800"}]}',
    '{"a":{"\\udfff":1}}',
    '{"__proto__":{"a":"\\u0000"}}',
  ])('refuses what the database cannot hold: %s', (json) => {
    expect(messageOf(json)).toMatch('NUL characters or lone surrogates');
  });

  it('refuses a number that JSON could not write again', () => {
    expect(messageOf('{"a":1e400}')).toMatch('range of a double');
  });

  it('shows as an object in the document', () => {
    const { properties, required } = z.toJSONSchema(body, { io: 'input' });
    expect(properties).toEqual({ data: { type: 'object', additionalProperties: true, default: {} } });
    expect(required).toBeUndefined();
  });
});
