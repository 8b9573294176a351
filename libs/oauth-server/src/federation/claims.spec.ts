import { claimAt, toIdentityClaims, valuesOf, wordsOf } from './claims';

describe('claimAt', () => {
  const claims = {
    'https://duvo.example/groups': ['a'],
    'realm_access.roles': 'flat',
    realm_access: { roles: ['nested'] },
    resource_access: { duvo: { roles: ['deep'] } },
    list: ['x'],
  };

  it('finds a claim by its name, dots and all', () => {
    expect(claimAt(claims, 'https://duvo.example/groups')).toEqual(['a']);
    expect(claimAt(claims, 'realm_access.roles')).toBe('flat');
  });

  it('follows a path', () => {
    expect(claimAt(claims, 'resource_access.duvo.roles')).toEqual(['deep']);
  });

  it.each(['nothing', 'realm_access.nothing', 'list.0', 'list.length', 'a.b.c.d.e.f.g', '', '.'])(
    'finds nothing at %j',
    (name) => {
      expect(claimAt(claims, name)).toBeUndefined();
    },
  );

  it.each(['__proto__', 'constructor', 'constructor.name', 'realm_access.toString', 'toString'])(
    'finds nothing that nobody put there: %s',
    (name) => {
      expect(claimAt(claims, name)).toBeUndefined();
    },
  );
});

describe('valuesOf', () => {
  it('takes a text as one value, spaces and all, and a list as several', () => {
    expect(valuesOf('Sales team')).toEqual(['Sales team']);
    expect(valuesOf(['Sales team', 'b'])).toEqual(['Sales team', 'b']);
  });

  it.each([undefined, null, 7, true, {}, [], [7, null, {}, ['nested']], ''])('finds none in %j', (claim) => {
    expect(valuesOf(claim)).toEqual([]);
  });
});

describe('wordsOf', () => {
  it('parts a text at its spaces, and takes lists', () => {
    expect(wordsOf('  mcp:read   openid ')).toEqual(['mcp:read', 'openid']);
    expect(wordsOf(['mcp:read', 'mcp:write openid', 7])).toEqual(['mcp:read', 'mcp:write', 'openid']);
    expect(wordsOf(undefined)).toEqual([]);
  });
});

describe('toIdentityClaims', () => {
  const base = { iss: 'https://idp.example', sub: 's', email: 'a@b.test' };
  const of = (more: object) => toIdentityClaims({ ...base, ...more }, 'groups');

  it('is the person', () => {
    expect(of({ email_verified: true, name: 'A', groups: ['x', 7, 'y'] })).toEqual({
      issuer: 'https://idp.example',
      subject: 's',
      email: 'a@b.test',
      emailVerified: true,
      name: 'A',
      values: ['x', 'y'],
    });
  });

  it.each([{ iss: undefined }, { iss: 7 }, { sub: undefined }, { sub: '' }, { sub: 7 }])(
    'is nobody with %j',
    (claims) => {
      expect(of(claims)).toBeUndefined();
    },
  );

  it.each([{ email: 7 }, { email: ['a@b.test'] }, { email: null }])('has no address with %j', (claims) => {
    expect(of(claims)?.email).toBeUndefined();
  });

  describe('a verified address', () => {
    it.each([true, 'true'])('is one with email_verified %j', (verified) => {
      expect(of({ email_verified: verified })?.emailVerified).toBe(true);
    });

    it.each([undefined, false, 'false', 'yes', 1, {}])('is none with email_verified %j', (verified) => {
      expect(of({ email_verified: verified })?.emailVerified).toBe(false);
    });

    const entra = { iss: 'https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0' };

    it.each([true, 1, '1', 'true'])('is one at Entra ID with xms_edov %j', (edov) => {
      expect(of({ ...entra, xms_edov: edov })?.emailVerified).toBe(true);
    });

    it.each([
      { ...entra },
      { ...entra, xms_edov: false },
      { ...entra, xms_edov: '0' },
      { ...entra, xms_edov: true, email_verified: false },
      { iss: 'https://login.microsoftonline.com.evil.example/x/v2.0', xms_edov: true },
      { iss: 'http://login.microsoftonline.com/x/v2.0', xms_edov: true },
      { xms_edov: true },
    ])('is none with %j', (claims) => {
      expect(of(claims)?.emailVerified).toBe(false);
    });
  });
});
