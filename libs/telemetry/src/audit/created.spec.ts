import { randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { createdIdsOf, noteCreated } from './created';

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());
const noted = (reply: unknown): unknown => {
  const request = {} as Request;
  noteCreated(request, reply);
  return createdIdsOf(request);
};

describe('what a request made', () => {
  it('is named after its kind, and nothing else of the reply is kept', () => {
    const [id, other] = ids(2);
    expect(noted({ api_key: { id, name: 'x' }, secret: 'duvo_live_x', more: [1, other] })).toEqual({
      api_key_id: id,
    });
  });

  it('may be many things, of which a hundred are named', () => {
    const made = ids(120);
    expect(noted({ cases: made.map((id) => ({ id })) })).toEqual({ case_ids: made.slice(0, 100) });
  });

  it.each([
    ['no reply', undefined],
    ['null', null],
    ['a text', randomUUID()],
    ['no thing', {}],
    ['an id that is none of ours', { pet: { id: 'a\u0000b' } }],
    ['a number', { pet: { id: 5 } }],
    ['an empty list', { cases: [] }],
  ])('is nothing for %s', (_, reply) => {
    expect(noted(reply) ?? {}).toEqual({});
  });
});
