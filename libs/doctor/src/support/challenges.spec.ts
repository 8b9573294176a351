import { parseChallenges } from './challenges';

const read = (value: string): object[] =>
  parseChallenges(value).map(({ scheme, params }) => ({ scheme, ...Object.fromEntries(params) }));

describe('parseChallenges', () => {
  it.each([
    ['', []],
    ['Bearer', [{ scheme: 'bearer' }]],
    ['bearer scope="a b", error=x', [{ scheme: 'bearer', scope: 'a b', error: 'x' }]],
    ['Basic realm="a, Bearer b"', [{ scheme: 'basic', realm: 'a, Bearer b' }]],
    [
      'Basic realm="a", Bearer scope="b"',
      [
        { scheme: 'basic', realm: 'a' },
        { scheme: 'bearer', scope: 'b' },
      ],
    ],
    ['Bearer scope="say \\"a\\""', [{ scheme: 'bearer', scope: 'say "a"' }]],
  ])('reads %j', (value, challenges) => {
    expect(read(value)).toEqual(challenges);
  });
});
