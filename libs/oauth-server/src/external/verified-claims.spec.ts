import { VerifiedClaims } from './verified-claims';

describe('VerifiedClaims', () => {
  const NOW = 1_000_000_000;

  it('believes a signature for a minute', () => {
    const known = new VerifiedClaims();
    const claims = { exp: NOW / 1000 + 3600 };
    known.set('hash', claims, NOW);
    expect(known.get('hash', NOW + 59_999)).toBe(claims);
    expect(known.get('hash', NOW + 60_000)).toBeUndefined();
    expect(known.get('other', NOW)).toBeUndefined();
  });

  it('never believes it longer than the token lives', () => {
    const known = new VerifiedClaims();
    known.set('hash', { exp: NOW / 1000 + 10 }, NOW);
    expect(known.get('hash', NOW + 9_999)).toBeDefined();
    expect(known.get('hash', NOW + 10_000)).toBeUndefined();
  });

  it('does not believe a token without an end', () => {
    const known = new VerifiedClaims();
    known.set('hash', {}, NOW);
    expect(known.get('hash', NOW)).toBeUndefined();
  });
});
