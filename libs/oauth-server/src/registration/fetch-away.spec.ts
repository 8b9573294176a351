import { FetchAway, isFetchAway } from './fetch-away';

describe('isFetchAway', () => {
  const wrapped = (cause: unknown): Error =>
    new Error('client authentication failed', { cause: new Error('not refreshed', { cause }) });

  it('finds it below what the library wraps round it', () => {
    expect(isFetchAway(new FetchAway('status 503'))).toBe(true);
    expect(isFetchAway(wrapped(new FetchAway('status 503')))).toBe(true);
  });

  it.each([
    ['another error', wrapped(new Error('the host is not on the public internet'))],
    ['an answer as the cause', wrapped({ status: 404 })],
    ['nothing', undefined],
  ])('is no word on %s', (_, error) => expect(isFetchAway(error)).toBe(false));
});
