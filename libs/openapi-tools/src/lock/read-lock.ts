import { isObject } from '../document/is-object';
import { DocumentError } from '../errors';
import { LOCK_VERSION, type Lock, type LockedOperation } from '../model/lock';
import { byCodeUnit } from '../text/sort';

/** One entry with the tool name it is filed under. */
export interface LockEntry extends LockedOperation {
  readonly tool: string;
}

/**
 * @throws DocumentError when the lock is not one this version can read
 */
export function readLock(lock: Lock | null | undefined): LockEntry[] {
  if (lock === null || lock === undefined) return [];
  const bad = (what: string): DocumentError =>
    new DocumentError(
      'bad_lock',
      `The tool lock is unusable: ${what}. Restore the committed file or generate it anew.`,
    );
  if (!isObject(lock) || !isObject(lock.operations)) throw bad('it has no operations');
  if (lock.version !== LOCK_VERSION) throw bad(`its version is not ${String(LOCK_VERSION)}`);
  return Object.keys(lock.operations)
    .sort(byCodeUnit)
    .map((tool) => {
      const entry: unknown = lock.operations[tool];
      if (
        !isObject(entry) ||
        typeof entry.method !== 'string' ||
        typeof entry.path !== 'string' ||
        !isObject(entry.arguments) ||
        !Array.isArray(entry.aliases)
      ) {
        throw bad(`the entry "${tool}" is incomplete`);
      }
      return { ...(entry as unknown as LockedOperation), tool };
    });
}

interface Lockable {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string | null;
}

/**
 * The entry of each operation, by operation key: same operationId first, then same method and path.
 * An id that several operations share identifies nothing.
 */
export function matchLock(
  operations: readonly Lockable[],
  entries: readonly LockEntry[],
): Map<string, LockEntry> {
  const matches = new Map<string, LockEntry>();
  const open = new Set(entries);
  const ids = new Map<string, number>();
  for (const { operationId } of operations) {
    if (operationId !== null) ids.set(operationId, (ids.get(operationId) ?? 0) + 1);
  }
  const byId = new Map<string, LockEntry[]>();
  const byPlace = new Map<string, LockEntry>();
  for (const entry of entries) {
    if (entry.operationId !== null)
      byId.set(entry.operationId, [...(byId.get(entry.operationId) ?? []), entry]);
    // A live entry wins over a tombstone of the same place.
    const place = `${entry.method} ${entry.path}`;
    if (!byPlace.has(place) || entry.removed !== true) byPlace.set(place, entry);
  }
  for (const operation of operations) {
    if (operation.operationId === null || ids.get(operation.operationId) !== 1) continue;
    const [entry, another] = byId.get(operation.operationId) ?? [];
    if (entry === undefined || another !== undefined) continue;
    matches.set(operation.key, entry);
    open.delete(entry);
  }
  for (const operation of operations) {
    const entry = byPlace.get(`${operation.method} ${operation.path}`);
    if (matches.has(operation.key) || entry === undefined || !open.has(entry)) continue;
    matches.set(operation.key, entry);
    open.delete(entry);
  }
  return matches;
}
