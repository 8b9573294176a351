import { oauthGroup } from './oauth.group';

describe('oauth', () => {
  it.each([
    [['apps', 'list'], 'oauth.apps.list', {}],
    [
      ['apps', 'list', '--team', 'Acme Inc', '--user=a@b.cd'],
      'oauth.apps.list',
      { team: 'Acme Inc', user: 'a@b.cd' },
    ],
    [['apps', 'revoke', '--app', 'x'], 'oauth.apps.revoke', { app: 'x' }],
    [['rotate-keys'], 'oauth.rotate-keys', {}],
    [['replace-keys'], 'oauth.replace-keys', {}],
  ])('reads %j', (argv, command, args) => {
    const call = oauthGroup.parse(argv);
    expect(call).toMatchObject({ command });
    expect(call.args).toEqual(args);
  });

  it.each([
    [[], 'oauth needs a command; there are apps, rotate-keys, replace-keys.'],
    [['app'], 'oauth has no command "app"'],
    [['apps'], 'oauth apps needs a command; there are list, revoke.'],
    [['apps', 'revoke'], 'oauth apps revoke needs --app.'],
    [['rotate-keys', '--now', 'yes'], 'oauth rotate-keys has no option --now'],
  ])('refuses %j', (argv, sentence) => {
    expect(() => oauthGroup.parse(argv)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(sentence), usage: true }),
    );
  });
});
