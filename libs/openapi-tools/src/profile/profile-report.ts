import type { Profile } from '../model/profile';
import type { ReportEntry } from '../model/report';
import type { ToolDefinition } from '../model/tool';
import { deriveSchema } from './derive';

const DEFAULT_BUDGET = 16_384;

/**
 * What the schemas of a profile show less than the document says, beyond what the conversion itself reported.
 * @param budget most bytes of one schema, as given to the conversion
 */
export function profileReport(
  tools: readonly ToolDefinition[],
  profile: Profile,
  budget = DEFAULT_BUDGET,
): ReportEntry[] {
  if (profile === 'safe' || profile === 'full-2020-12') return [];
  return tools.flatMap((tool) =>
    deriveSchema(profile, tool.inputSchema.safe, budget).losses.map((loss): ReportEntry => {
      const argument = tool.arguments.find(({ name }) => name === loss.argument);
      const about = argument === undefined ? '' : `"${argument.name}": `;
      return {
        severity: 'lossy',
        code: loss.code,
        pointer: argument?.pointer ?? '',
        operation: `${tool.method} ${tool.path}`,
        message: `${about}${loss.message}`,
      };
    }),
  );
}
