import { TOPICS } from '../checks/check';
import type { Topic } from '../checks/check';
import type { Verdict } from '../outcome';
import type { Finding, HostVerdict, Report } from './report';

const COLOURS: Readonly<Record<Verdict, string>> = { ok: '32', warning: '33', problem: '31', skipped: '2' };
const WIDTH = 100;
const INDENT = '           ';

export interface RenderOptions {
  /** Whether the reader's terminal shows colours. */
  readonly colours?: boolean;
}

/** @returns the report as text for people, without the last line break */
export function renderReport(report: Report, { colours = false }: RenderOptions = {}): string {
  const paint = (verdict: Verdict): string => {
    const word = verdict.padEnd(7);
    return colours ? `\u001b[${COLOURS[verdict]}m${word}\u001b[0m` : word;
  };
  const topics = (Object.keys(TOPICS) as Topic[]).map((topic) => {
    const findings = report.findings.filter((finding) => finding.topic === topic);
    if (findings.length === 0) return '';
    const tried = findings.filter(({ verdict }) => verdict !== 'skipped');
    const lines = tried.map((finding) => findingLines(finding, paint));
    return [TOPICS[topic], ...lines, ...skippedLines(findings, paint)].join('\n');
  });
  const parts = [`MCP server ${report.url}`, ...topics, hostTable(report.hosts), summary(report)];
  return parts.filter((part) => part !== '').join('\n\n');
}

function findingLines(finding: Finding, paint: (verdict: Verdict) => string): string {
  const head = `  ${paint(finding.verdict)}  ${finding.id.padEnd(24)} ${finding.title}`;
  if (finding.verdict === 'ok') return head;
  const lines = [head, ...wrapped(finding.says)];
  if (finding.mend !== undefined) lines.push(...wrapped(`Mend: ${finding.mend}`));
  return lines.join('\n');
}

/** What was skipped for the same reason stands together. */
function skippedLines(findings: readonly Finding[], paint: (verdict: Verdict) => string): string[] {
  const byReason = new Map<string, string[]>();
  for (const { verdict, says, id } of findings) {
    if (verdict === 'skipped') byReason.set(says, [...(byReason.get(says) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) =>
    [`  ${paint('skipped')}  ${wrapped(ids.join(', ')).join('\n').trimStart()}`, ...wrapped(reason)].join(
      '\n',
    ),
  );
}

function wrapped(text: string, indent = INDENT): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + word.length + 1 > WIDTH) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}

function hostTable(hosts: readonly HostVerdict[]): string {
  const width = Math.max(...hosts.map(({ name }) => name.length));
  const lines = hosts.map((host) => `  ${host.name.padEnd(width)}  ${hostLine(host)}`);
  return ['Hosts', ...lines].join('\n');
}

function hostLine({ verdict, problems, warnings, leftOut }: HostVerdict): string {
  if (verdict === 'stumbles') return `stumbles over ${problems.join(', ')}`;
  if (verdict === 'untried') return 'not tried: it needs a credential';
  const tried = leftOut.length > 0 ? 'works as far as it was tried' : 'works';
  return warnings.length > 0 ? `${tried}; warnings: ${warnings.join(', ')}` : tried;
}

function summary({ reachable, counts, registrations, findings }: Report): string {
  if (!reachable) return 'The server cannot be reached.';
  const of = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
  const lines = [
    `${of(counts.problem, 'problem', 'problems')}, ${of(counts.warning, 'warning', 'warnings')}, ${counts.ok} fine, ${counts.skipped} skipped.`,
  ];
  const { made, removed } = registrations;
  if (made > 0) {
    const rest =
      made === removed
        ? 'and removed again'
        : `of which ${removed} could be removed; the others have "(Duvo doctor)" in their name`;
    lines.push(`${of(made, 'client was', 'clients were')} registered for this, ${rest}.`);
  }
  const reasons = new Set(findings.filter(({ leftOut }) => leftOut).map(({ says }) => says));
  return [...lines, ...reasons].flatMap((line) => wrapped(line, '')).join('\n');
}
