import type { JsonObject } from '../model/json';
import type { EncodedRequest } from '../model/request';
import { convertSample, type Sample } from '../testing/documents.spec-support';
import { encode } from './encode';

const text = { type: 'string' };

/** The request of a call whose arguments were given in profile openai-strict. */
function strict(sample: Sample, args: JsonObject): EncodedRequest {
  const { tool } = convertSample(sample);
  const { request, refusal } = encode(tool, args, { profile: 'openai-strict' });
  expect(refusal).toBeNull();
  return request;
}

const body = {
  type: 'object',
  required: ['name'],
  properties: {
    name: text,
    note: text,
    parent: { type: ['string', 'null'] },
    nested: { type: 'object', properties: { a: text, b: { type: ['integer', 'null'] }, $c: text } },
    labels: { type: 'object', additionalProperties: text },
    any: {},
  },
};

describe('arguments given in profile openai-strict', () => {
  it('leave out null parameters, whatever their schema says of null', () => {
    const parameters = [
      { in: 'query', name: 'q', schema: text },
      { in: 'query', name: 'n', schema: { type: ['string', 'null'] } },
      { in: 'header', name: 'X-Mode', schema: text },
      { in: 'cookie', name: 'seen', schema: text },
    ];
    expect(strict({ parameters }, { q: null, n: null, X_Mode: null, seen: null })).toMatchObject({
      query: '',
      headers: {},
    });
  });

  it('leave out null where the schema is not nullable, and send it where it is', () => {
    const args = { name: 'x', note: null, parent: null, nested: null, labels: null, any: null };
    expect(strict({ body }, args).body).toEqual({ name: 'x', parent: null, any: null });
  });

  it('do so at every level, under the shown names', () => {
    const args = { name: 'x', nested: { a: null, b: null, c: null } };
    expect(strict({ body }, args).body).toEqual({ name: 'x', nested: { b: null } });
  });

  it('never clear the rest of what a PATCH leaves alone', () => {
    const args = { name: 'x', note: null, parent: null, nested: { a: 'y', b: null, c: null }, any: null };
    expect(strict({ method: 'patch', body }, args).body).toEqual({ name: 'x', nested: { a: 'y' } });
  });

  it('give maps and values of any shape as JSON text', () => {
    const args = { name: '{"a":1}', labels: '{"k":"v"}', any: '[1,{"a":null}]' };
    expect(strict({ body }, args).body).toEqual({
      name: '{"a":1}',
      labels: { k: 'v' },
      any: [1, { a: null }],
    });
    expect(strict({ body }, { name: 'x', any: 'plain' }).body).toEqual({ name: 'x', any: 'plain' });
  });

  it('give further properties as JSON text', () => {
    const open = { ...body, additionalProperties: true };
    const args = { name: 'x', additional_properties: '{"more":1}' };
    expect(strict({ body: open }, args).body).toEqual({ name: 'x', more: 1 });
    expect(strict({ body: open }, { name: 'x', additional_properties: null }).body).toEqual({ name: 'x' });
  });

  it('are refused as everywhere when a required one is null or an unknown one is given', () => {
    const { tool } = convertSample({ body });
    const { refusal } = encode(tool, { name: null, other: null }, { profile: 'openai-strict' });
    expect(refusal?.issues.map(({ field, code }) => [field, code])).toEqual([
      ['other', 'unrecognized_keys'],
      ['name', 'invalid_type'],
    ]);
  });
});

describe('arguments given in any other profile', () => {
  it('keep null what it is', () => {
    const { tool } = convertSample({ body });
    expect(encode(tool, { name: 'x', note: null }, { profile: 'lean' }).request.body).toEqual({
      name: 'x',
      note: null,
    });
    const { tool: query } = convertSample({ parameters: [{ in: 'query', name: 'q', schema: text }] });
    expect(encode(query, { q: null }).refusal?.issues).toHaveLength(1);
  });
});
