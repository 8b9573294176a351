import { isObject } from '../document/is-object';
import { LOCK_VERSION, type Lock, type LockedArgument, type LockedOperation } from '../model/lock';
import type { ToolDefinition } from '../model/tool';
import { argumentKey } from '../names/name-arguments';
import { shortHash } from '../text/hash';
import { byCodeUnit } from '../text/sort';
import { stableJson } from '../text/stable-json';
import type { LockEntry } from './read-lock';
import { shapeLines } from './shape-lines';

/** The lock of a conversion: its tools, and a tombstone for every entry that has no tool any more. */
export function writeLock(tools: readonly ToolDefinition[], before: readonly LockEntry[]): Lock {
  const operations = new Map<string, LockedOperation>(tools.map((tool) => [tool.name, lockTool(tool)]));
  const names = new Set(tools.flatMap((tool) => [tool.name, ...tool.aliases]));
  for (const { tool, ...entry } of before) {
    if (!names.has(tool)) operations.set(tool, { ...entry, removed: true });
  }
  const sorted = [...operations].sort(([a], [b]) => byCodeUnit(a, b));
  return { version: LOCK_VERSION, operations: Object.fromEntries(sorted) };
}

function lockTool(tool: ToolDefinition): LockedOperation {
  const { properties } = tool.inputSchema.safe;
  const rows = tool.arguments.map((argument): [string, LockedArgument] => {
    const schema = isObject(properties) ? properties[argument.name] : undefined;
    return [
      argumentKey(argument),
      {
        name: argument.name,
        required: argument.required,
        shape: isObject(schema) ? shapeLines(schema) : {},
      },
    ];
  });
  return {
    operationId: tool.operationId,
    method: tool.method,
    path: tool.path,
    aliases: [...tool.aliases],
    arguments: Object.fromEntries(rows.sort(([a], [b]) => byCodeUnit(a, b))),
    schema: shortHash(stableJson(tool.inputSchema.safe), 16),
  };
}
