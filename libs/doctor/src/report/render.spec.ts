import { renderReport } from './render';
import type { Finding, Report } from './report';

const finding = (id: string, verdict: Finding['verdict'], more: Partial<Finding> = {}): Finding => ({
  id,
  topic: 'reach',
  title: `the title of ${id}`,
  sends: 'something',
  verdict,
  says: `What ${id} says.`,
  hosts: [],
  ...more,
});

const host = (more: Partial<Report['hosts'][number]>): Report['hosts'][number] => ({
  id: 'cursor',
  name: 'Cursor',
  verdict: 'works',
  problems: [],
  warnings: [],
  leftOut: [],
  ...more,
});

const report: Report = {
  url: 'https://api.example.com/mcp',
  reachable: true,
  findings: [
    finding('fine', 'ok'),
    finding('bad', 'problem', { says: 'word '.repeat(40).trim(), mend: 'Do better.', hosts: ['cursor'] }),
    finding('absent', 'skipped', { leftOut: true }),
  ],
  hosts: [
    host({ verdict: 'stumbles', problems: ['bad', 'worse'] }),
    host({ id: 'codex', name: 'Codex', warnings: ['odd'], leftOut: ['absent'] }),
    host({ id: 'script', name: 'script', verdict: 'untried' }),
  ],
  counts: { ok: 1, warning: 0, problem: 1, skipped: 1 },
  registrations: { made: 3, removed: 2 },
};

describe('the report as text', () => {
  const text = renderReport(report);

  it('names every check, and explains all but the fine ones', () => {
    expect(text).toMatch(/ok +fine +the title of fine/);
    expect(text).not.toContain('What fine says.');
    expect(text).toContain('Mend: Do better.');
    expect(text).toContain('What absent says.');
  });

  it('ends with the hosts and a sum', () => {
    expect(text).toMatch(/Cursor +stumbles over bad, worse/);
    expect(text).toMatch(/Codex +works as far as it was tried; warnings: odd/);
    expect(text).toMatch(/script +not tried: it needs a credential/);
    expect(text).toContain('1 problem, 0 warnings, 1 fine, 1 skipped.');
    expect(text).toContain('3 clients were registered for this, of which 2 could be removed');
  });

  it('fits a terminal', () => {
    const long = text.split('\n').filter((line) => line.length > 100);
    expect(long).toEqual([]);
  });

  it('has colours only if wanted', () => {
    expect(text).not.toContain('\u001b');
    expect(renderReport(report, { colours: true })).toContain('\u001b[31mproblem');
  });
});
