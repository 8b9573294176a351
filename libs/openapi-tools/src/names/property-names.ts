import { shortHash } from '../text/hash';
import { byCodeUnit } from '../text/sort';

const LEGAL = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;
const CAP = 64;

/** `__proto__` is legal text, and still never shown: too many programs build objects by assignment. */
export function isLegalKey(key: string): boolean {
  return LEGAL.test(key) && key !== '__proto__';
}

/** Alias of an illegal key: brackets, dots, `$`, `@`, spaces become `_`, trimmed. */
export function aliasOf(wire: string): string {
  const folded = wire.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  let alias = folded.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '');
  if (alias === '') alias = `p_${shortHash(wire, 4)}`;
  if (/^[0-9]/.test(alias)) alias = `p_${alias}`;
  if (alias.length > CAP) alias = suffixed(alias, shortHash(wire, 8));
  return alias;
}

/** Name plus suffix inside the cap. */
export function suffixed(name: string, suffix: string): string {
  return `${name.slice(0, CAP - suffix.length - 1)}_${suffix}`;
}

/**
 * Wire key to shown name for all keys of one level. A legal key keeps its name; an alias that is
 * taken gets a hash of its own wire key, so the table does not depend on the order of keys.
 */
export function nameKeys(keys: Iterable<string>): Map<string, string> {
  const distinct = new Set(keys);
  const names = new Map<string, string>();
  if ([...distinct].every(isLegalKey)) {
    for (const key of distinct) names.set(key, key);
    return names;
  }
  const sorted = [...distinct].sort(byCodeUnit);
  const taken = new Set<string>();
  for (const key of sorted) {
    if (!isLegalKey(key)) continue;
    names.set(key, key);
    taken.add(key);
  }
  const wanted = new Map<string, number>();
  const illegal = sorted.filter((key) => !names.has(key));
  for (const key of illegal) wanted.set(aliasOf(key), (wanted.get(aliasOf(key)) ?? 0) + 1);
  for (const key of illegal) {
    const alias = aliasOf(key);
    let name = wanted.get(alias) === 1 && !taken.has(alias) ? alias : suffixed(alias, shortHash(key, 4));
    for (let digits = 8; taken.has(name); digits += 4) name = suffixed(alias, shortHash(key, digits));
    names.set(key, name);
    taken.add(name);
  }
  return names;
}
