import fc from 'fast-check';
import { useFiles } from './support/files-world';

const anyString = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  // Lone surrogates included: strings of UTF-16 units.
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '..',
    '/',
    'a//b',
    'a/\u0000',
    '%',
    '_',
    '\\',
    "'; drop table files; --",
    '__proto__',
    'a'.repeat(3000),
  ),
);
const anyValue = fc.oneof(anyString, fc.jsonValue(), fc.constantFrom(2 ** 53, -1, 1e308));
const anyBody = (...fields: string[]) =>
  fc.record(Object.fromEntries([...fields, 'other'].map((field) => [field, anyValue])), { requiredKeys: [] });
const RUNS = { numRuns: 150 };

describe('whatever is sent to the files', () => {
  const world = useFiles();
  const expectAnswer = (status: number) => expect([200, 201, 400, 404, 409, 412, 413, 415]).toContain(status);

  it('gets an answer of the contract from PUT /v1/files/content', () =>
    fc.assert(
      fc.asyncProperty(
        anyBody('path', 'content', 'encoding', 'content_type', 'overwrite', 'if_match'),
        async (body) => {
          expectAnswer((await world.as('member').put('/v1/files/content', body)).status);
        },
      ),
      RUNS,
    ));

  it('gets an answer of the contract for any path and content', () =>
    fc.assert(
      fc.asyncProperty(
        anyString,
        anyString,
        fc.constantFrom('utf-8', 'base64'),
        async (path, content, encoding) => {
          const written = await world.as('member').put('/v1/files/content', { path, content, encoding });
          expectAnswer(written.status);
          if (written.status >= 400) return;
          const { body } = await world.as('member').get('/v1/files/content', { path, encoding });
          expect(body.content).toBe(content);
        },
      ),
      RUNS,
    ));

  it('gets an answer of the contract from PATCH /v1/files', () =>
    fc.assert(
      fc.asyncProperty(anyBody('path', 'new_name', 'if_match'), async (body) => {
        expectAnswer((await world.as('member').patch('/v1/files', body)).status);
      }),
      RUNS,
    ));

  it('gets an answer of the contract from the query operations', () =>
    fc.assert(
      fc.asyncProperty(anyString, anyString, anyString, async (one, two, three) => {
        const member = world.as('member');
        const replies = await Promise.all([
          member.get('/v1/files', { prefix: one, search: two, limit: three }),
          member.get('/v1/files', { prefix: one, search: two }),
          member.get('/v1/files/content', { path: one, offset_bytes: two, encoding: three }),
          member.delete('/v1/files', { path: one, if_match: two }),
        ]);
        for (const { status } of replies) expectAnswer(status);
      }),
      RUNS,
    ));
});
