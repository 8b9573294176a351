import type { ToolDefinition } from '../model/tool';
import { isUndescribed, nameKey, repeatsName, tokensOf, undescribedArguments } from './measure-tools';
import type { Finding, FindingCode, FindingExample } from './rating';

export const MAX_LIST_TOKENS = 40_000;
export const MAX_LIST_TOOLS = 128;
const LARGE_TOOL_TOKENS = 1000;
const LONG_NAME = 21;
/** Examples per finding: enough to see the kind, few enough to read. */
const MAX_EXAMPLES = 20;

export function finding(code: FindingCode, message: string, examples: readonly FindingExample[]): Finding[] {
  if (examples.length === 0) return [];
  return [{ code, count: examples.length, message, examples: examples.slice(0, MAX_EXAMPLES) }];
}

/** What a model stumbles over in the tools themselves. */
export function findInTools(tools: readonly ToolDefinition[]): Finding[] {
  const where = (list: readonly ToolDefinition[], what: (tool: ToolDefinition) => string): FindingExample[] =>
    list.map((tool) => ({ where: tool.name, what: what(tool) }));
  const silent = tools.filter(isUndescribed);
  return [
    ...finding(
      'missing_description',
      'Operations without a description: a model chooses by it. Add "description" or "summary".',
      where(silent, ({ method, path }) => `${method} ${path}`),
    ),
    ...finding(
      'thin_description',
      'Descriptions that only repeat the name. Say what the operation does and when to use it.',
      where(
        tools.filter((tool) => !isUndescribed(tool) && repeatsName(tool)),
        ({ description }) => description,
      ),
    ),
    ...finding(
      'ambiguous_name',
      'Names that a model mixes up: the same words apart from order, number and case. Rename one, or say in both which is for what.',
      groups(tools, ({ name }) => nameKey(name)),
    ),
    ...finding(
      'same_description',
      'Tools that say the same about themselves. Say in each what the other is for.',
      groups(
        tools.filter((tool) => !isUndescribed(tool)),
        ({ description }) => description.toLowerCase(),
      ),
    ),
    ...finding(
      'undescribed_argument',
      'Arguments without a description. Say what they mean and where their values come from.',
      tools.flatMap((tool) => undescribedArguments(tool).map((what) => ({ where: tool.name, what }))),
    ),
    ...finding(
      'derived_name',
      'Names that no author wrote: made of method and path, or told apart by a hash. Add an operationId.',
      where(
        tools.filter(({ name, operationId }) => operationId === null || /_[0-9a-f]{8,12}(_|$)/.test(name)),
        ({ method, path }) => `${method} ${path}`,
      ),
    ),
    ...finding(
      'large_tool',
      `Tools of more than ${String(LARGE_TOOL_TOKENS)} tokens each. Profile lean or fewer optional arguments help.`,
      where(
        tools.filter((tool) => tokensOf(tool, 'safe') > LARGE_TOOL_TOKENS),
        (tool) => `${String(tokensOf(tool, 'safe'))} tokens`,
      ),
    ),
    ...finding(
      'long_name',
      `Names of more than ${String(LONG_NAME)} characters: hosts that prefix names with a UUID may refuse them.`,
      where(
        tools.filter(({ name }) => name.length > LONG_NAME),
        ({ name }) => `${String(name.length)} characters`,
      ),
    ),
  ];
}

/** Every tool that shares its key with another one, beside the others. */
function groups(tools: readonly ToolDefinition[], keyOf: (tool: ToolDefinition) => string): FindingExample[] {
  const byKey = new Map<string, string[]>();
  for (const tool of tools) {
    const key = keyOf(tool);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [tool.name]);
    else list.push(tool.name);
  }
  return [...byKey.values()]
    .filter((names) => names.length > 1)
    .flatMap(([first = '', ...others]) => others.map((name) => ({ where: first, what: `beside ${name}` })));
}
