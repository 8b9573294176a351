import { PROFILES, type Profile } from '../model/profile';
import type { Report, ReportEntry } from '../model/report';
import type { ToolDefinition } from '../model/tool';
import { findInTools, finding, MAX_LIST_TOKENS, MAX_LIST_TOOLS } from './find-in-tools';
import { tokensOf } from './measure-tools';
import type { Finding, FindingCode, Rating } from './rating';

const MAX_LARGEST = 5;

/** Points that a finding costs when it is true of every tool. */
const WEIGHTS: Partial<Record<FindingCode, number>> = {
  refused_operation: 40,
  missing_description: 25,
  ambiguous_name: 20,
  undescribed_argument: 15,
  same_description: 10,
  thin_description: 10,
  shown_in_part: 10,
  derived_name: 5,
  large_tool: 5,
};
const LARGE_LIST_COSTS = 10;
const SUSPICIOUS_COSTS = 5;

/**
 * Rates a converted document for agents: what a model cannot see, cannot tell apart or has to pay for.
 * @param profiles whose lists are measured
 */
export function rateCatalogue(
  tools: readonly ToolDefinition[],
  report: Report,
  profiles: readonly Profile[] = PROFILES,
): Rating {
  const tokens: Partial<Record<Profile, number>> = {};
  for (const profile of profiles)
    tokens[profile] = tools.reduce((sum, tool) => sum + tokensOf(tool, profile), 0);
  const sizes = tools.map((tool) => ({ tool: tool.name, tokens: tokensOf(tool, 'safe') }));
  const total = sizes.reduce((sum, size) => sum + size.tokens, 0);
  const findings = [...findInReport(report), ...findInTools(tools), ...findInList(tools.length, total)];
  const costs = findings.map((entry) => ({ entry, cost: costOf(entry, tools, report) }));
  const lost = costs.reduce((sum, { cost }) => sum + cost, 0);
  return {
    score: tools.length === 0 ? 0 : Math.max(0, Math.round(100 - lost)),
    counts: report.counts,
    tokens,
    largest: sizes.sort((a, b) => b.tokens - a.tokens).slice(0, MAX_LARGEST),
    findings: costs.sort((a, b) => b.cost - a.cost).map(({ entry }) => entry),
  };
}

function findInReport({ entries }: Report): Finding[] {
  const examples = (test: (entry: ReportEntry) => boolean): Finding['examples'] =>
    entries.filter(test).map((entry) => ({
      where: entry.operation ?? 'document',
      what: `${entry.code} at ${entry.pointer}: ${entry.message}`,
    }));
  return [
    ...finding(
      'refused_operation',
      'Operations that give no tool. The reason names what to change in the document.',
      examples(({ severity }) => severity === 'refused'),
    ),
    ...finding(
      'shown_in_part',
      'Places that are shown more widely than the document says; calls still work.',
      examples(({ severity }) => severity === 'lossy'),
    ),
    ...finding(
      'suspicious_text',
      'Texts that speak to the model instead of describing the operation. Read them before you publish the tools.',
      examples(({ code }) => code === 'suspicious_text'),
    ),
  ];
}

function findInList(count: number, tokens: number): Finding[] {
  if (tokens <= MAX_LIST_TOKENS && count <= MAX_LIST_TOOLS) return [];
  return finding(
    'large_list',
    `More than ${String(MAX_LIST_TOKENS)} tokens or ${String(MAX_LIST_TOOLS)} tools: hosts cut or refuse such a list. Show toolsets, or the search view.`,
    [{ where: 'list', what: `${String(count)} tools, ${String(tokens)} tokens` }],
  );
}

function costOf({ code, count }: Finding, tools: readonly ToolDefinition[], report: Report): number {
  if (code === 'large_list') return LARGE_LIST_COSTS;
  if (code === 'suspicious_text') return SUSPICIOUS_COSTS;
  const all =
    code === 'undescribed_argument'
      ? tools.reduce((sum, tool) => sum + tool.arguments.length, 0)
      : Math.max(1, report.counts.operations);
  return (WEIGHTS[code] ?? 0) * Math.min(1, count / Math.max(1, all));
}
