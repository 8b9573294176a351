import { limitsGroup } from './limits.group';

describe('limits', () => {
  it.each([
    [['rules', '--team', 'Acme'], 'limits.rules', { team: 'Acme' }],
    [
      ['add', '--team', 'Acme', '--subject', 'role', '--of', 'viewer', '--bucket', 'api', '--rate', '60/60'],
      'limits.add',
      { team: 'Acme', subject: 'role', of: 'viewer', bucket: 'api', rate: '60/60' },
    ],
    [
      ['change', '--team=Acme', '--rule=x', '--mode=shadow'],
      'limits.change',
      { team: 'Acme', rule: 'x', mode: 'shadow' },
    ],
    [['explain', '--key', 'abcdefgh'], 'limits.explain', { key: 'abcdefgh' }],
    [
      ['explain', '--client', 'c', '--user', 'a@b.test', '--team=Acme'],
      'limits.explain',
      { client: 'c', user: 'a@b.test', team: 'Acme' },
    ],
    [['usage'], 'limits.usage', {}],
    [
      ['preview', '--subject', 'team', '--bucket', 'api', '--rate', '60/60'],
      'limits.preview',
      { subject: 'team', bucket: 'api', rate: '60/60' },
    ],
    [['remove', '--team', 'Acme', '--rule', 'x'], 'limits.remove', { team: 'Acme', rule: 'x' }],
  ])('reads %j', (argv, command, args) => {
    const call = limitsGroup.parse(argv);
    expect(call).toMatchObject({ command });
    expect(call.args).toEqual(args);
  });

  it.each([
    [[], 'limits needs a command; there are rules, add, change, explain, usage, preview, remove.'],
    [['add', '--team', 'Acme'], 'limits add needs --subject and --bucket and --rate.'],
    [['preview', '--subject', 'team'], 'limits preview needs --bucket and --rate.'],
    [['rules', '--all', 'yes'], 'limits rules has no option --all'],
  ])('refuses %j', (argv, sentence) => {
    expect(() => limitsGroup.parse(argv)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(sentence), usage: true }),
    );
  });
});
