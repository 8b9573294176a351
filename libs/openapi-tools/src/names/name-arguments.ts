import type { ArgumentLocation, ArgumentRole } from '../model/tool';
import { shortHash } from '../text/hash';
import { byCodeUnit } from '../text/sort';
import { isLegalKey, nameKeys, suffixed } from './property-names';

/** One value that needs a flat name. */
export interface NameRequest {
  readonly in: ArgumentLocation;
  readonly wire: string;
  readonly role: ArgumentRole;
  /** Name that stands for the wire name (for example `idempotency_key`). */
  readonly preferred?: string;
}

/** Who keeps a name that several places want. */
const PLACES: readonly ArgumentLocation[] = ['body', 'path', 'query', 'header', 'cookie'];

/** Key of an argument in the lock: place and wire name; a whole body and its map have none. */
export function argumentKey(request: NameRequest): string {
  if (request.role === 'whole') return 'body';
  if (request.role === 'rest') return 'body+';
  if (request.role !== 'named') return `body.${request.role}:${request.wire}`;
  return `${request.in}:${request.in === 'header' ? request.wire.toLowerCase() : request.wire}`;
}

/**
 * Flat names for all values of one operation, by `argumentKey`.
 * - locked names win, then the body, then path, query, header, cookie
 * - whoever loses its name is called `name__place`, with a hash if that is taken too
 */
export function nameArguments(
  requests: readonly NameRequest[],
  locked: Readonly<Record<string, { name: string }>>,
  reserved: readonly string[],
): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set(reserved);
  const give = (key: string, name: string): void => {
    names.set(key, name);
    taken.add(name);
  };
  const keys = requests.map(argumentKey).sort(byCodeUnit);
  for (const key of keys) {
    const name = Object.hasOwn(locked, key) ? locked[key]?.name : undefined;
    if (name !== undefined && isLegalKey(name) && !taken.has(name)) give(key, name);
  }
  for (const place of PLACES) {
    for (const { request, base } of ordered(requests.filter((request) => request.in === place))) {
      const key = argumentKey(request);
      if (!names.has(key)) give(key, freeName(base, request, taken));
    }
  }
  return names;
}

function ordered(requests: readonly NameRequest[]): { request: NameRequest; base: string }[] {
  const table = nameKeys(
    requests.filter((request) => request.role === 'named').map((request) => request.wire),
  );
  const rows = requests.map((request) => ({
    request,
    base: request.preferred ?? baseOf(request, table),
    rank: rankOf(request),
  }));
  return rows.sort((a, b) => a.rank - b.rank || byCodeUnit(a.request.wire, b.request.wire));
}

/** A whole body and its map first, then legal names, then aliases, then what only goes with a file. */
function rankOf({ role, wire }: NameRequest): number {
  if (role === 'whole' || role === 'rest') return 0;
  if (role !== 'named') return 3;
  return isLegalKey(wire) ? 1 : 2;
}

function baseOf(request: NameRequest, table: ReadonlyMap<string, string>): string {
  if (request.role === 'whole') return 'body';
  if (request.role === 'rest') return 'additional_properties';
  return table.get(request.wire) ?? request.wire;
}

function freeName(base: string, request: NameRequest, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  const beside = suffixed(base, `_${request.in}`);
  if (!taken.has(beside)) return beside;
  for (let digits = 4; ; digits += 4) {
    const name = suffixed(beside, shortHash(argumentKey(request), digits));
    if (!taken.has(name)) return name;
  }
}
