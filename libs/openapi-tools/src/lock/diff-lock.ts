import type { Lock, LockChange, LockedArgument, LockedOperation } from '../model/lock';
import { byCodeUnit } from '../text/sort';

/**
 * What changed between two locks.
 * - breaking: tool removed, renamed without alias, argument removed or renamed, new required
 *   argument, type or enum narrowed
 * - everything else is compatible
 */
export function diffLock(before: Lock, after: Lock): LockChange[] {
  const changes: LockChange[] = [];
  const live = Object.entries(after.operations).filter(([, entry]) => entry.removed !== true);
  const successorOf = successors(live);
  const known = new Set<string>();
  for (const [tool, entry] of Object.entries(before.operations).sort(([a], [b]) => byCodeUnit(a, b))) {
    const successor = successorOf(tool, entry);
    if (successor !== undefined) known.add(successor[0]);
    if (entry.removed === true) continue;
    const add = adder(changes, entry.operationId, tool);
    if (successor === undefined) {
      add('breaking', 'tool_removed', `Tool "${tool}" is gone.`);
      continue;
    }
    const [name, next] = successor;
    if (name !== tool) {
      const kept = next.aliases.includes(tool);
      add(
        kept ? 'compatible' : 'breaking',
        'tool_renamed',
        `Tool "${tool}" is now "${name}"${kept ? ' and still answers to its old name' : ' without an alias for its old name'}.`,
      );
    }
    for (const alias of entry.aliases) {
      if (alias !== name && !next.aliases.includes(alias)) {
        add('breaking', 'alias_removed', `The old name "${alias}" of tool "${name}" is gone.`);
      }
    }
    diffArguments(entry, next, add);
  }
  for (const [tool, entry] of live) {
    if (!known.has(tool))
      adder(changes, entry.operationId, tool)('compatible', 'tool_added', `Tool "${tool}" is new.`);
  }
  return changes;
}

type Add = (kind: LockChange['kind'], code: string, message: string) => void;

function adder(changes: LockChange[], operationId: string | null, tool: string): Add {
  return (kind, code, message) => {
    changes.push({ kind, code, operationId, tool, message });
  };
}

type Named = readonly [tool: string, entry: LockedOperation];

/** What an entry has become: the tool of its name, else of its operationId, else of its method and path. */
function successors(live: readonly Named[]): (tool: string, entry: LockedOperation) => Named | undefined {
  const byName = new Map(live.map((named) => [named[0], named]));
  const byId = new Map<string, Named>();
  const byRoute = new Map<string, Named>();
  for (const named of live) {
    const [, entry] = named;
    if (entry.operationId !== null && !byId.has(entry.operationId)) byId.set(entry.operationId, named);
    if (!byRoute.has(routeOf(entry))) byRoute.set(routeOf(entry), named);
  }
  return (tool, entry) =>
    byName.get(tool) ??
    (entry.operationId === null ? undefined : byId.get(entry.operationId)) ??
    byRoute.get(routeOf(entry));
}

const routeOf = ({ method, path }: LockedOperation): string => `${method} ${path}`;

function diffArguments(before: LockedOperation, after: LockedOperation, add: Add): void {
  for (const [key, old] of Object.entries(before.arguments)) {
    const next = Object.hasOwn(after.arguments, key) ? after.arguments[key] : undefined;
    // An argument may move to another place of the request: only its name is seen.
    const moved = next ?? Object.values(after.arguments).find((argument) => argument.name === old.name);
    if (moved === undefined) add('breaking', 'argument_removed', `Argument "${old.name}" is gone.`);
    else diffArgument(old, moved, add);
  }
  const names = new Set(Object.values(before.arguments).map((argument) => argument.name));
  for (const [key, next] of Object.entries(after.arguments)) {
    if (Object.hasOwn(before.arguments, key) || names.has(next.name)) continue;
    if (next.required) add('breaking', 'argument_required', `New argument "${next.name}" is required.`);
    else add('compatible', 'argument_added', `Argument "${next.name}" is new.`);
  }
}

function diffArgument(before: LockedArgument, after: LockedArgument, add: Add): void {
  if (before.name !== after.name) {
    add('breaking', 'argument_renamed', `Argument "${before.name}" is now "${after.name}".`);
  }
  if (after.required && !before.required) {
    add('breaking', 'argument_required', `Argument "${after.name}" is now required.`);
  } else if (!after.required && before.required) {
    add('compatible', 'argument_optional', `Argument "${after.name}" is now optional.`);
  }
  for (const [path, old] of Object.entries(before.shape)) {
    const next = Object.hasOwn(after.shape, path) ? after.shape[path] : undefined;
    const at = `${after.name}${path}`;
    if (next === undefined) add('breaking', 'property_removed', `"${at}" is gone.`);
    else diffLine(at, parseLine(old), parseLine(next), add);
  }
  for (const [path, next] of Object.entries(after.shape)) {
    if (Object.hasOwn(before.shape, path)) continue;
    const line = parseLine(next);
    if (line.required)
      add('breaking', 'argument_required', `New property "${after.name}${path}" is required.`);
    else add('compatible', 'property_added', `"${after.name}${path}" is new.`);
  }
}

interface Line {
  types: string[];
  values: string[] | null;
  required: boolean;
}

function parseLine(line: string): Line {
  const required = line.endsWith('!');
  const text = required ? line.slice(0, -1) : line;
  const open = text.indexOf('(');
  const types = (open < 0 ? text : text.slice(0, open)).split('|');
  return { types, values: open < 0 ? null : text.slice(open + 1, -1).split('|'), required };
}

function diffLine(at: string, before: Line, after: Line, add: Add): void {
  const widened = after.types.includes('any') || before.types.every((type) => covers(after.types, type));
  if (!widened) {
    add(
      'breaking',
      'type_narrowed',
      `"${at}" was ${before.types.join(' or ')} and is now ${after.types.join(' or ')}.`,
    );
  }
  if (after.values !== null) {
    const gone = before.values?.filter((value) => !after.values?.includes(value)) ?? [];
    if (before.values === null) add('breaking', 'enum_narrowed', `"${at}" now takes listed values only.`);
    else if (gone.length > 0) add('breaking', 'enum_narrowed', `"${at}" no longer takes ${gone.join(', ')}.`);
  }
  if (at.includes('.') && after.required && !before.required) {
    add('breaking', 'argument_required', `"${at}" is now required.`);
  }
}

function covers(types: readonly string[], type: string): boolean {
  return types.includes(type) || (type === 'integer' && types.includes('number'));
}
