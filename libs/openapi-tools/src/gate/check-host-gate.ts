import type { GateOptions, GateViolation } from '../model/gate';
import type { Profile, ToolDefinition } from '../model/tool';
import { isLegalToolName } from '../names/tool-names';
import { isUnclean } from '../text/hygiene';
import { listEntry } from '../view/list-entry';
import { checkCompile } from './check-compile';
import { checkFullSchema } from './check-full-schema';
import { checkRoot } from './check-root';
import { checkSafeSchema } from './check-safe-schema';
import { GateFindings } from './findings';

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;

/**
 * What hosts refuse a whole list for. An empty answer is the condition for publishing a tool.
 */
export function checkHostGate(
  tool: ToolDefinition,
  profile: Profile,
  options: GateOptions = {},
): GateViolation[] {
  const findings = new GateFindings(tool.name);
  const entry = listEntry(tool, profile);
  if (!isLegalToolName(entry.name)) findings.add(1, '/name', 'The name is not legal.');
  checkRoot(entry.inputSchema, profile, findings);
  if (profile === 'safe') checkSafeSchema(entry.inputSchema, '/inputSchema', findings);
  else checkFullSchema(entry.inputSchema, '/inputSchema', findings);
  checkTexts(entry, options, findings);
  if (Buffer.byteLength(JSON.stringify(entry.inputSchema)) > (options.schemaBudget ?? 16_384)) {
    findings.add(5, '/inputSchema', 'The schema is over its size budget.');
  }
  if (profile === 'safe' && entry.outputSchema !== undefined) {
    findings.add(6, '/outputSchema', 'This profile lists no output schema.');
  }
  if (entry.outputSchema !== undefined && entry.outputSchema.type !== 'object') {
    findings.add(6, '/outputSchema', 'The output schema has no object root.');
  }
  for (const hint of HINTS) {
    if (typeof entry.annotations[hint] !== 'boolean')
      findings.add(7, `/annotations/${hint}`, `${hint} is missing.`);
  }
  checkCompile(entry, options, findings);
  return findings.list;
}

function checkTexts(
  entry: { title: string; description: string },
  options: GateOptions,
  findings: GateFindings,
): void {
  const cap = options.descriptionCap ?? 1500;
  if (entry.description === '' || entry.description.length > cap) {
    findings.add(5, '/description', `The description needs 1 to ${String(cap)} characters.`);
  }
  if (entry.title === '') findings.add(5, '/title', 'The title is empty.');
  for (const key of ['title', 'description'] as const) {
    if (isUnclean(entry[key])) findings.add(5, `/${key}`, `The ${key} holds control characters.`);
  }
}

/** The gate over a whole catalogue: every tool, and names that differ when case is ignored. */
export function checkCatalogue(
  tools: readonly ToolDefinition[],
  profile: Profile,
  options: GateOptions = {},
): GateViolation[] {
  const seen = new Set<string>();
  return tools.flatMap((tool) => {
    const findings = new GateFindings(tool.name);
    for (const name of [tool.name, ...tool.aliases]) {
      const low = name.toLowerCase();
      if (seen.has(low)) findings.add(1, '/name', `The name "${name}" is given twice.`);
      seen.add(low);
    }
    return [...findings.list, ...checkHostGate(tool, profile, options)];
  });
}
