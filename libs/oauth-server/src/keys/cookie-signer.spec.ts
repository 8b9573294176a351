import { CookieSigner } from './cookie-signer';

describe('CookieSigner', () => {
  it('signs with the first secret and accepts all', () => {
    const old = new CookieSigner(['old']).sign('a=1');
    const signer = new CookieSigner(['new', 'old']);
    expect(signer.index('a=1', signer.sign('a=1'))).toBe(0);
    expect(signer.index('a=1', old)).toBe(1);
    expect(new CookieSigner(['new']).verify('a=1', old)).toBe(false);
  });

  it('refuses another text and a cut signature', () => {
    const signer = new CookieSigner(['secret']);
    expect(signer.verify('a=2', signer.sign('a=1'))).toBe(false);
    expect(signer.verify('a=1', signer.sign('a=1').slice(1))).toBe(false);
  });
});
