import { displayName, isOfDomain, isSubject, verifiedEmail } from './person-facts';

const claims = (more: object) => ({ issuer: 'i', subject: 's', values: [], ...more });

describe('verifiedEmail', () => {
  it('is what the provider vouches for', () => {
    expect(verifiedEmail(claims({ email: 'A@b.test', emailVerified: true }))).toBe('A@b.test');
  });

  it.each([
    { email: 'a@b.test' },
    { email: 'a@b.test', emailVerified: false },
    { emailVerified: true },
    ...[
      '',
      'a',
      'a@',
      '@b',
      'a b@c.test',
      'a@b@c.test',
      'a\u0000@b.test',
      'a\u0085@b.test',
      '\ud800@b.test',
    ].map((email) => ({ email, emailVerified: true })),
    { email: `${'x'.repeat(320)}@b.test`, emailVerified: true },
  ])('is none for case %#', (more) => {
    expect(verifiedEmail(claims(more))).toBeUndefined();
  });
});

describe('isOfDomain', () => {
  it.each([
    ['a@acme.test', true],
    ['a@ACME.test', true],
    ['a@sub.acme.test', false],
    ['a@acme.test.evil.test', false],
    ['a@evilacme.test', false],
    ['acme.test', false],
  ])('%s: %s', (email, expected) => {
    expect(isOfDomain(email, ['acme.test', 'b.test'])).toBe(expected);
  });
});

describe('isSubject', () => {
  it.each(['1', 'auth0|5f7c', 'x'.repeat(1000), 'ü'])('takes case %#', (subject) => {
    expect(isSubject(subject)).toBe(true);
  });

  it.each(['', 'x'.repeat(1001), 'a\u0000', 'a\n', '\udfff'])('refuses case %#', (subject) => {
    expect(isSubject(subject)).toBe(false);
  });
});

describe('displayName', () => {
  it('is the name at the provider, cleaned and cut at whole characters', () => {
    expect(displayName(claims({ name: '  Ada\u0000 Lovelace\n' }), 'a@b.test')).toBe('Ada  Lovelace');
    expect(displayName(claims({ name: '😀'.repeat(201) }), 'a@b.test')).toBe('😀'.repeat(200));
  });

  it.each([undefined, '', ' \u0007 ', '\ud800'])('is the address without a name (case %#)', (name) => {
    expect(displayName(claims({ name }), 'ada.l@b.test')).toBe('ada.l');
  });
});
