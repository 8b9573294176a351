import { auditGroup } from './audit.group';

describe('audit', () => {
  it.each([
    [['list'], 'audit.list', {}],
    [
      [
        'list',
        '--team',
        'Acme',
        '--since',
        '24h',
        '--operation=start_run',
        '--outcome',
        'refused',
        '--limit',
        '5',
      ],
      'audit.list',
      { team: 'Acme', since: '24h', operation: 'start_run', outcome: 'refused', limit: '5' },
    ],
    [
      ['export', '--user', 'a@b.test', '--source', 'mcp'],
      'audit.export',
      { user: 'a@b.test', source: 'mcp' },
    ],
  ])('reads %j', (argv, command, args) => {
    const call = auditGroup.parse(argv);
    expect(call).toMatchObject({ command });
    expect(call.args).toEqual(args);
  });

  it.each([
    [[], 'audit needs a command; there are list, export.'],
    [['export', '--limit', '5'], 'audit export has no option --limit'],
    [['list', '--since'], 'audit list: --since needs a value.'],
  ])('refuses %j', (argv, sentence) => {
    expect(() => auditGroup.parse(argv)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(sentence), usage: true }),
    );
  });

  it('asks for the next part of an export until there is none', () => {
    const { next } = auditGroup.parse(['export']);
    expect(next?.({ next_cursor: 'there' } as never)).toEqual({ cursor: 'there' });
    expect(next?.({ next_cursor: null } as never)).toBeUndefined();
  });

  it('shows no control characters of a path', () => {
    const { render } = auditGroup.parse(['list']);
    const entry = { time: '2026-01-01T00:00:00.000Z', targets: { path: 'a\u001b[31m\nb' }, status: 200 };
    const shown = render({
      entries: [{ ...entry, credential: {}, error_code: null, source: '', operation_id: '', request_id: '' }],
      next_cursor: null,
    } as never);
    expect(shown).toContain('path=a\\u001b[31m\\nb');
    expect(shown.split('\n')).toHaveLength(2);
  });
});
