import { isOutage } from './is-outage';

describe('isOutage', () => {
  const caused = (cause: unknown) => new Error('something went wrong', { cause });

  it.each([
    ['no answer', new TypeError('fetch failed')],
    ['no answer, further down', caused(caused(new TypeError('fetch failed')))],
    ['an answer too late', caused(Object.assign(new Error(), { name: 'TimeoutError' }))],
    ['trouble there', caused(new Response(null, { status: 502 }))],
    ['too many of us', caused(new Response(null, { status: 429 }))],
    ['a secret of ours that is wrong', Object.assign(new Error(), { error: 'invalid_client', status: 401 })],
  ])('is %s', (_what, error) => {
    expect(isOutage(error)).toBe(true);
  });

  it.each([
    ['a code that is none', Object.assign(new Error(), { error: 'invalid_grant', status: 400 })],
    ['a claim that does not hold', caused(new Error('unexpected JWT claim value encountered'))],
    ['nothing', undefined],
    ['a text', 'fetch failed'],
  ])('is not %s', (_what, error) => {
    expect(isOutage(error)).toBe(false);
  });

  it('ends with a ring of causes', () => {
    const ring = new Error('ring');
    ring.cause = ring;
    expect(isOutage(ring)).toBe(false);
  });
});
