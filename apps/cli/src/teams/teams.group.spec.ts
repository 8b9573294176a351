import { teamsGroup } from './teams.group';

const parse = (...argv: string[]) => {
  const { command, args } = teamsGroup.parse(argv);
  return { command, args };
};

describe('teams', () => {
  it.each([
    [
      ['create', '--name', 'Acme Inc', '--owner', 'a@b.cd'],
      'teams.create',
      { name: 'Acme Inc', owner: 'a@b.cd' },
    ],
    [
      ['create', '--name=Acme', '--owner=a@b.cd', '--owner-name=Ada B'],
      'teams.create',
      { name: 'Acme', owner: 'a@b.cd', owner_name: 'Ada B' },
    ],
    [['list'], 'teams.list', {}],
    [
      ['add-member', '--team', 'Acme', '--user', 'a@b.cd', '--role', 'viewer', '--name', 'Ada'],
      'teams.add-member',
      { team: 'Acme', user: 'a@b.cd', role: 'viewer', name: 'Ada' },
    ],
    [['set-password', '--user', 'a@b.cd'], 'teams.set-password', { user: 'a@b.cd' }],
    [
      ['link', '--user', 'a@b.cd', '--subject', 'auth0|7', '--issuer', 'https://idp.example/'],
      'teams.link',
      { user: 'a@b.cd', subject: 'auth0|7', issuer: 'https://idp.example/' },
    ],
    [['unlink', '--subject', '7'], 'teams.unlink', { subject: '7' }],
  ])('reads %j', (argv, command, args) => {
    expect(parse(...argv)).toEqual({ command, args });
  });

  it('takes a password from standard input only where it is told to', () => {
    const argv = ['set-password', '--password-stdin', '--user', 'a@b.cd'];
    expect(teamsGroup.parse(argv)).toMatchObject({ args: { user: 'a@b.cd' }, inputArgument: 'password' });
    expect(teamsGroup.parse(argv.filter((word) => word !== '--password-stdin'))).not.toHaveProperty(
      'inputArgument',
    );
  });

  it.each([
    [[], 'teams needs a command; there are create, list, add-member, set-password, link, unlink.'],
    [
      ['delete'],
      'teams has no command "delete"; there are create, list, add-member, set-password, link, unlink.',
    ],
    [['create'], 'teams create needs --name and --owner.'],
    [['create', '--name', 'My', 'team', '--owner', 'a@b.cd'], 'teams create does not take "team"'],
    [['list', '--team', 'x'], 'teams list has no option --team; it takes none.'],
    [['add-member', '--team', 'x', '--user', 'a@b.cd'], 'teams add-member needs --role.'],
    [['set-password'], 'teams set-password needs --user.'],
    [['set-password', '--user', 'a@b.cd', 'secret'], 'teams set-password does not take "secret"'],
  ])('refuses %j', (argv, sentence) => {
    expect(() => parse(...argv)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(sentence), usage: true }),
    );
  });
});
