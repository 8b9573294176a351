import type { GateOptions, GateViolation } from '../model/gate';
import type { Profile, ToolDefinition } from '../model/tool';
import { listEntry } from '../view/list-entry';
import { checkListEntry } from './check-entry';
import { GateFindings } from './findings';

/**
 * What hosts refuse a whole list for. An empty answer is the condition for publishing a tool.
 */
export function checkHostGate(
  tool: ToolDefinition,
  profile: Profile,
  options: GateOptions = {},
): GateViolation[] {
  return checkListEntry(listEntry(tool, profile), profile, options);
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
