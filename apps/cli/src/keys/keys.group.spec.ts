import { keysGroup } from './keys.group';

const parse = (line: string) => {
  const { command, args } = keysGroup.parse(line === '' ? [] : line.split(' '));
  return { command, args };
};

describe('keys', () => {
  it.each([
    ['create --user a@b.c --name ci', 'keys.create', { user: 'a@b.c', name: 'ci' }],
    [
      'create --user a@b.c --name ci --team Acme --scopes mcp:read,mcp:write --expires-days 30',
      'keys.create',
      { user: 'a@b.c', name: 'ci', team: 'Acme', scopes: ['mcp:read', 'mcp:write'], expires_days: 30 },
    ],
    [
      'create --user=a@b.c --name=ci --expires-days=none',
      'keys.create',
      { user: 'a@b.c', name: 'ci', expires_days: null },
    ],
    ['list', 'keys.list', {}],
    ['list --user a@b.c --team Acme', 'keys.list', { user: 'a@b.c', team: 'Acme' }],
    [
      'create --user a@b.c --name ci --bound readonly=1&toolsets=agents',
      'keys.create',
      { user: 'a@b.c', name: 'ci', mcp_bound: 'readonly=1&toolsets=agents' },
    ],
    ['bound abcdefgh readonly=1', 'keys.bound', { key: 'abcdefgh', mcp_bound: 'readonly=1' }],
    ['bound abcdefgh none', 'keys.bound', { key: 'abcdefgh', mcp_bound: null }],
    ['revoke abcdefgh', 'keys.revoke', { key: 'abcdefgh' }],
    ['users', 'keys.users', {}],
  ])('reads "%s"', (line, command, args) => {
    expect(parse(line)).toEqual({ command, args });
  });

  it.each([
    ['', 'keys needs a command; there are create, list, bound, revoke, users.'],
    ['make', 'keys has no command "make"; there are create, list, bound, revoke, users.'],
    ['constructor', 'keys has no command "constructor"; there are'],
    ['create', 'keys create needs --user and --name.'],
    ['bound abcdefgh', 'keys bound needs the id or the prefix of a key, and selectors or none.'],
    ['create --user a@b.c', 'keys create needs --name.'],
    [
      'create --user a@b.c --name ci --expires-days never',
      '--expires-days: must be a whole number of days, or none',
    ],
    [
      'create --user a@b.c --name ci --expires-days 1.5',
      '--expires-days: must be a whole number of days, or none',
    ],
    ['create --user a@b.c --name my key', 'keys create does not take "key"'],
    [
      'create --user a@b.c --nmae ci',
      'keys create has no option --nmae; it takes --user, --name, --team, --scopes, --bound, --expires-days.',
    ],
    ['create --user', 'keys create: --user needs a value.'],
    ['create --user --name ci', 'keys create: --user needs a value.'],
    ['create --user a --user b', 'keys create: --user is given twice.'],
    ['create -x', 'keys create has no option -x'],
    ['list --__proto__ x', 'keys list has no option --__proto__'],
    ['revoke --force abcdefgh', 'keys revoke has no option --force; it takes none.'],
    ['list --name ci', 'keys list has no option --name; it takes --user, --team.'],
    ['revoke', 'keys revoke needs the id or the prefix of a key.'],
    ['revoke a b', 'keys revoke does not take "b"'],
  ])('refuses "%s"', (line, sentence) => {
    expect(() => parse(line)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(sentence), usage: true }),
    );
  });
});
