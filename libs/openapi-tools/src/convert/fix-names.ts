import { OperationRefused } from '../document/refused';
import type { LockEntry } from '../lock/read-lock';
import { isLegalToolName, nameTools } from '../names/tool-names';
import type { Operation } from './list-operations';

export interface NamedOperation {
  readonly name: string;
  readonly aliases: readonly string[];
}

/**
 * Names of all operations by key; a refusal where an override cannot be used.
 * - overrides first, then the lock, then derivation
 * - names of removed operations are never given again
 */
export function fixNames(
  operations: readonly Operation[],
  matches: ReadonlyMap<string, LockEntry>,
  entries: readonly LockEntry[],
  rename: boolean,
): Map<string, NamedOperation | OperationRefused> {
  const result = new Map<string, NamedOperation | OperationRefused>();
  const owner = new Map<string, LockEntry>();
  for (const entry of entries)
    for (const name of [entry.tool, ...entry.aliases]) owner.set(name.toLowerCase(), entry);
  const wanted = new Map<string, number>();
  for (const { override } of operations) {
    const name = override.name?.toLowerCase();
    if (name !== undefined) wanted.set(name, (wanted.get(name) ?? 0) + 1);
  }
  const taken = new Set(owner.keys());
  const open: Operation[] = [];
  for (const found of operations) {
    const fixed = fixedName(found, matches.get(found.key), rename);
    if (fixed === null) {
      open.push(found);
      continue;
    }
    const low = fixed.toLowerCase();
    const holder = owner.get(low);
    const mine = holder === undefined || holder === matches.get(found.key);
    const isOverride = found.override.name !== undefined;
    if (!isLegalToolName(fixed)) {
      result.set(
        found.key,
        refusal(found, 'illegal_name', `"${fixed.slice(0, 80)}" is not a legal tool name.`),
      );
    } else if (!mine || (isOverride && (wanted.get(low) ?? 0) > 1)) {
      if (isOverride) result.set(found.key, refusal(found, 'name_taken', `The name "${fixed}" is taken.`));
      else open.push(found);
    } else result.set(found.key, withAliases(fixed, matches.get(found.key)));
    taken.add(low);
  }
  const derived = nameTools(open, taken);
  for (const found of open) {
    const name = derived.get(found.key);
    result.set(
      found.key,
      name === undefined
        ? refusal(found, 'name_taken', 'No free name could be derived.')
        : withAliases(name, matches.get(found.key)),
    );
  }
  return result;
}

/** The name nobody derives: the override, or the locked one unless its id was changed on purpose. */
function fixedName(found: Operation, entry: LockEntry | undefined, rename: boolean): string | null {
  if (found.override.name !== undefined) return found.override.name;
  if (entry === undefined) return null;
  const changed = entry.operationId !== found.operationId && found.operationId !== null;
  return rename && changed ? null : entry.tool;
}

function withAliases(name: string, entry: LockEntry | undefined): NamedOperation {
  const old = entry === undefined ? [] : [entry.tool, ...entry.aliases];
  return { name, aliases: [...new Set(old)].filter((alias) => alias !== name).sort() };
}

function refusal(found: Operation, code: string, message: string): OperationRefused {
  return new OperationRefused(code, found.pointer, message);
}
