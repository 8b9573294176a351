import { loadConfig } from './load-config';

const TEAM = '81fbd521-1598-5f10-aea5-89534aef11a8';
const upstream = (issuer: string) =>
  loadConfig({ OIDC_UPSTREAM_ISSUER: issuer, OIDC_UPSTREAM_CLIENT_ID: 'duvo' }).upstream;

describe('the issuer of a provider', () => {
  it.each(['https://login.example.com/tenant/', 'https://x.test', 'http://127.0.0.1:8080', 'http://[::1]/a'])(
    'may be %s, and stays as it is written',
    (issuer) => {
      expect(upstream(issuer)?.issuer).toBe(issuer);
    },
  );

  it.each(['http://login.example.com', 'http://127.0.0.1.evil.test', 'ftp://x', 'login.example.com'])(
    'may not be %s',
    (issuer) => {
      expect(() => upstream(issuer)).toThrow('OIDC_UPSTREAM_ISSUER must be an https URL');
    },
  );
});

describe('JIT_TEAMS', () => {
  const teams = (text: string) => loadConfig({ JIT_TEAMS: text }).jit.teams;

  it('has rules for values and for everybody', () => {
    expect(teams(`admins=${TEAM}:admin, Sales team=${TEAM}:viewer,${TEAM}:member`)).toEqual([
      { value: 'admins', teamId: TEAM, role: 'admin' },
      { value: 'Sales team', teamId: TEAM, role: 'viewer' },
      { value: null, teamId: TEAM, role: 'member' },
    ]);
    expect(teams('')).toEqual([]);
  });

  it.each([`a=${TEAM}`, `a=${TEAM}:boss`, `a=acme:member`, `a=b=${TEAM}:member`])('refuses %s', (text) => {
    expect(() => teams(text)).toThrow('is not of the form <claim value>=<team id>:<role>');
  });
});
