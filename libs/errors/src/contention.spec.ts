import { isContention } from './contention';
import { normalise } from './normalise';

const failure = (code: string): Error =>
  new Error('Failed query', { cause: Object.assign(new Error('of the driver'), { code }) });

describe('a transaction that had to give way', () => {
  it.each([
    ['a deadlock', '40P01'],
    ['a serialization failure', '40001'],
  ])('by %s is a conflict: the caller may try again at once', (_, code) => {
    expect(isContention(failure(code))).toBe(true);
    expect(normalise(failure(code))).toMatchObject({ code: 'conflict', headers: {} });
  });

  it.each([
    ['a lock that was not to be had in time', '55P03'],
    ['a statement that took too long', '57014'],
  ])('by %s is no fault of the product: the caller may try again later', (_, code) => {
    expect(isContention(failure(code))).toBe(true);
    expect(normalise(failure(code))).toMatchObject({ code: 'unavailable', headers: { 'retry-after': '2' } });
  });

  it('is not one that failed for another reason', () => {
    expect(isContention(failure('23505'))).toBe(false);
    expect(normalise(failure('23505'))).toMatchObject({ code: 'internal_error' });
    for (const thrown of [undefined, null, 'text', {}, new Error('plain')])
      expect(isContention(thrown)).toBe(false);
  });

  it('is found in a chain of causes that is a ring', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    expect(isContention(ring)).toBe(false);
  });
});
