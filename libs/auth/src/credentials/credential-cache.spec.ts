import { aPrincipal, authConfig, StoppedClock, TEAM_ID, USER_ID } from '../principal.spec-support';
import { CredentialCache } from './credential-cache';

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);

function setUp(credentialCacheMs = 5_000) {
  const clock = new StoppedClock();
  const cache = new CredentialCache(authConfig({ credentialCacheMs }), clock);
  return {
    cache,
    clock,
    remember: (hash: string, principal = aPrincipal()) => cache.set(hash, principal, cache.epoch),
  };
}

describe('CredentialCache', () => {
  it('knows a credential until its time is over, to the millisecond', () => {
    const { cache, clock, remember } = setUp();
    remember(HASH);
    clock.time += 4_999;
    expect(cache.get(HASH)).toEqual(aPrincipal());
    clock.time += 1;
    expect(cache.get(HASH)).toBeUndefined();
  });

  it('remembers for hours that a credential was good, until it is found bad', () => {
    const { cache, clock, remember } = setUp();
    expect(cache.wasGood(HASH)).toBe(false);
    remember(HASH);
    clock.time += 3_600_000;
    cache.drop(`user:${USER_ID}`);
    expect(cache.wasGood(HASH)).toBe(true);
    clock.time += 12 * 3_600_000;
    expect(cache.wasGood(HASH)).toBe(false);
    remember(HASH);
    cache.set(HASH, null, cache.epoch);
    expect(cache.wasGood(HASH)).toBe(false);
  });

  it('knows a bad credential for as long', () => {
    const { cache, clock } = setUp();
    cache.set(HASH, null, cache.epoch);
    clock.time += 4_999;
    expect(cache.get(HASH)).toBeNull();
    clock.time += 1;
    expect(cache.get(HASH)).toBeUndefined();
  });

  it('does not outlive the expiry of the credential', () => {
    const { cache, clock, remember } = setUp();
    const credential = { ...aPrincipal().credential, expiresAt: new Date(clock.time + 100) };
    remember(HASH, aPrincipal({ credential }));
    clock.time += 99;
    expect(cache.get(HASH)).not.toBeUndefined();
    clock.time += 1;
    expect(cache.get(HASH)).toBeUndefined();
  });

  it('remembers nothing where the configured time is 0', () => {
    const { cache, remember } = setUp(0);
    remember(HASH);
    expect(cache.get(HASH)).toBeUndefined();
  });

  it('keeps good credentials through a flood of bad ones', () => {
    const { cache, remember } = setUp();
    remember(HASH);
    for (let i = 0; i < 20_000; i += 1) cache.set(`bad-${i}`, null, cache.epoch);
    expect(cache.get(HASH)).toEqual(aPrincipal());
  });

  it('forgets one key, and only that', () => {
    const { cache, remember } = setUp();
    remember(HASH);
    remember(OTHER);
    cache.drop(`key:${HASH}`);
    expect(cache.get(HASH)).toBeUndefined();
    expect(cache.get(OTHER)).toEqual(aPrincipal());
  });

  it.each([`user:${USER_ID}`, `team:${TEAM_ID}`, 'all'] as const)(
    'forgets the credentials of %s',
    (subject) => {
      const { cache, remember } = setUp();
      remember(HASH);
      cache.set(OTHER, null, cache.epoch);
      cache.drop(subject);
      expect(cache.get(HASH)).toBeUndefined();
      expect(cache.get(OTHER)).toBeUndefined();
    },
  );

  it('keeps the credentials of other users and teams', () => {
    const { cache, remember } = setUp();
    remember(HASH);
    cache.drop('user:99999999-9999-4999-8999-999999999999');
    cache.drop('team:99999999-9999-4999-8999-999999999999');
    expect(cache.get(HASH)).toEqual(aPrincipal());
  });

  it('does not remember an answer that was asked for before something was forgotten', () => {
    const { cache } = setUp();
    const before = cache.epoch;
    cache.drop(`key:${OTHER}`);
    cache.set(HASH, aPrincipal(), before);
    expect(cache.get(HASH)).toBeUndefined();
  });
});
