import type { Finding, Rating } from '@app/openapi-tools';

const MAX_SHOWN = 5;
const WIDTH = 110;

/** The rating as a person reads it. */
export function renderRating(rating: Rating): string {
  const { counts, score, tokens, largest, findings } = rating;
  const lists = Object.entries(tokens).map(([profile, count]) => `${profile} ${String(count)}`);
  const lines = [
    `Score ${String(score)} of 100 for agents.`,
    `${String(counts.operations)} operations: ${String(counts.tools)} tools, ${String(counts.refused)} refused, ${String(counts.skipped)} left out on request.`,
    `Tokens of the list: ${lists.join(', ')}.`,
    `Largest tools: ${largest.map(({ tool, tokens: count }) => `${tool} (${String(count)})`).join(', ') || 'none'}.`,
    '',
    ...(findings.length === 0 ? ['Nothing to improve.'] : findings.flatMap(linesOf)),
  ];
  return `${lines.join('\n')}\n`;
}

function linesOf({ code, count, message, examples }: Finding): string[] {
  const shown = examples.slice(0, MAX_SHOWN).map(({ where, what }) => cut(`    ${where}: ${what}`));
  const more = count - shown.length;
  return [
    `${code} (${String(count)})`,
    `  ${message}`,
    ...shown,
    ...(more > 0 ? [`    and ${String(more)} more`] : []),
  ];
}

function cut(line: string): string {
  return line.length > WIDTH ? `${line.slice(0, WIDTH - 1).replace(/[\ud800-\udbff]$/, '')}…` : line;
}
