import type { JsonObject } from '../model/json';
import type { ToolDefinition } from '../model/tool';

export interface PollCall {
  readonly tool: string;
  readonly arguments: JsonObject;
}

/** The tool that reads what a `Location` names, with its arguments; null when none does. */
export function pollCallOf(tools: readonly ToolDefinition[], location: string): PollCall | null {
  const path = pathOf(location);
  let best: { call: PollCall; length: number } | null = null;
  for (const tool of tools) {
    if (tool.method !== 'GET') continue;
    const args = match(tool, path);
    // The longest template is the most particular one.
    if (args === null || (best !== null && best.length >= tool.path.length)) continue;
    best = { call: { tool: tool.name, arguments: args }, length: tool.path.length };
  }
  return best?.call ?? null;
}

function pathOf(location: string): string {
  return location.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/[?#].*$/s, '');
}

/** Values of the path, when the template is the end of it: a base path may stand before. */
function match(tool: ToolDefinition, path: string): JsonObject | null {
  const wanted = tool.path.split('/').filter((segment) => segment !== '');
  const given = path.split('/').filter((segment) => segment !== '');
  if (wanted.length === 0 || given.length < wanted.length) return null;
  const args: JsonObject = {};
  for (const [i, segment] of wanted.entries()) {
    const value = given[given.length - wanted.length + i] ?? '';
    const variable = /^\{([^{}]+)\}$/.exec(segment)?.[1];
    if (variable === undefined) {
      if (segment !== value) return null;
      continue;
    }
    const argument = tool.arguments.find(({ in: place, wire }) => place === 'path' && wire === variable);
    const text = decode(value);
    if (argument === undefined || text === null) return null;
    args[argument.name] = text;
  }
  const needsMore = tool.arguments.some(({ name, required }) => required && !Object.hasOwn(args, name));
  // A template of variables alone fits everything.
  const isParticular = wanted.some((segment) => !segment.includes('{'));
  return needsMore || !isParticular ? null : args;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
