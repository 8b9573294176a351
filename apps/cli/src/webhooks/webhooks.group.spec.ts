import { webhooksGroup } from './webhooks.group';

describe('webhooks', () => {
  it.each([
    [['secret', '--team', 'Acme Inc'], 'webhooks.secret', { team: 'Acme Inc' }],
    [['rotate-secret', '--team=Acme'], 'webhooks.rotate-secret', { team: 'Acme' }],
  ])('reads %j', (argv, command, args) => {
    expect(webhooksGroup.parse(argv)).toMatchObject({ command, args });
  });

  it.each([
    [[], 'webhooks needs a command; there are secret, rotate-secret.'],
    [['rotate'], 'webhooks has no command "rotate"; there are secret, rotate-secret.'],
    [['secret'], 'webhooks secret needs --team.'],
    [['rotate-secret'], 'webhooks rotate-secret needs --team.'],
    [['secret', 'Acme'], 'webhooks secret does not take "Acme"'],
    [['secret', '--team', 'Acme', '--user', 'a@b.cd'], 'webhooks secret has no option --user'],
  ])('refuses %j', (argv, sentence) => {
    expect(() => webhooksGroup.parse(argv)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(sentence), usage: true }),
    );
  });
});
