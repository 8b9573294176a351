import { shortHash } from '../text/hash';
import { byCodeUnit } from '../text/sort';

const LEGAL = /^[a-zA-Z_][a-zA-Z0-9_-]{0,51}$/;
const CAP = 52;
const HEAD = 22;
const TAIL = 20;

export function isLegalToolName(name: string): boolean {
  return LEGAL.test(name);
}

/** What decides the name of one operation. */
export interface NameSource {
  /** `METHOD path-template`; unique, and what the hash is made of. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly operationId: string | null;
}

/**
 * Names for operations without a fixed one, by key.
 * - a name that is legal as it stands and unique keeps its spelling
 * - everything else that collides, ignoring case, gets a hash of method and path
 * - never a counter: the result does not depend on the order of the document
 * @param taken names in lower case that nobody else may get
 */
export function nameTools(sources: readonly NameSource[], taken: ReadonlySet<string>): Map<string, string> {
  const groups = new Map<string, NameSource[]>();
  for (const source of [...sources].sort((a, b) => byCodeUnit(a.key, b.key))) {
    const name = baseName(source).toLowerCase();
    groups.set(name, [...(groups.get(name) ?? []), source]);
  }
  const names = new Map<string, string>();
  const hashed: NameSource[] = [];
  for (const [name, group] of groups) {
    const verbatim = group.filter(isVerbatim);
    const alone = group.length === 1 ? group : verbatim.length === 1 ? verbatim : [];
    const [keeper] = taken.has(name) ? [] : alone;
    for (const source of group) {
      if (source === keeper) names.set(source.key, baseName(source));
      else hashed.push(source);
    }
  }
  addHashed(names, hashed, taken);
  return names;
}

function addHashed(
  names: Map<string, string>,
  sources: readonly NameSource[],
  taken: ReadonlySet<string>,
): void {
  let open = [...sources];
  const used = new Set([...taken, ...[...names.values()].map((name) => name.toLowerCase())]);
  for (let digits = 8; open.length > 0 && digits <= 32; digits += 4) {
    const wanted = new Map<string, NameSource[]>();
    for (const source of open) {
      const name = withHash(foldedName(source), shortHash(source.key, digits));
      wanted.set(name, [...(wanted.get(name) ?? []), source]);
    }
    open = [];
    for (const [name, group] of wanted) {
      const [only] = group;
      if (group.length === 1 && only !== undefined && !used.has(name.toLowerCase()))
        names.set(only.key, name);
      else open.push(...group);
    }
    for (const name of names.values()) used.add(name.toLowerCase());
  }
}

function isVerbatim(source: NameSource): boolean {
  return source.operationId !== null && isLegalToolName(source.operationId);
}

function baseName(source: NameSource): string {
  const name = foldedName(source);
  return name.length > CAP ? withHash(name, shortHash(source.key, 8)) : name;
}

/** Legal characters only; may still be too long. */
function foldedName(source: NameSource): string {
  if (source.operationId !== null && isLegalToolName(source.operationId)) return source.operationId;
  const folded = fold(source.operationId ?? '');
  if (folded !== '') return folded;
  return fold(pathWords(source.method, source.path)) || 'op';
}

function fold(text: string): string {
  const name = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-zA-Z0-9_-]+/g, '_')
    .replace(/^[_-]+|[_-]+$/g, '');
  return /^[0-9]/.test(name) ? `op_${name}` : name;
}

/** `GET /pets/{petId}/toys` to `get_pets_by_petId_toys`. */
function pathWords(method: string, path: string): string {
  const words = path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) =>
      segment
        .replace(/\{([^{}]*)\}/g, '_by_$1_')
        .replace(/_+/g, '_')
        .replace(/^_|_$/g, ''),
    );
  return [method.toLowerCase(), ...words].join('_');
}

/** `head_tail_hash`, cut at word borders where that keeps at least half of a part. */
function withHash(name: string, hash: string): string {
  const room = CAP - hash.length - 1;
  if (name.length <= room) return `${name}_${hash}`;
  const tail = name.slice(-TAIL);
  const head = name.slice(0, Math.min(HEAD, room - TAIL - 1));
  return `${headWords(head, name[head.length] ?? '')}_${tailWords(tail)}_${hash}`;
}

function headWords(head: string, next: string): string {
  if (/[_-]/.test(next) || /[A-Z]/.test(next)) return head.replace(/[_-]+$/, '');
  const border = Math.max(head.lastIndexOf('_'), head.lastIndexOf('-'), lastCapital(head));
  return (border >= HEAD / 2 ? head.slice(0, border) : head).replace(/[_-]+$/, '');
}

function lastCapital(text: string): number {
  for (let i = text.length - 1; i > 0; i -= 1)
    if (/[a-z0-9]/.test(text[i - 1] ?? '') && /[A-Z]/.test(text[i] ?? '')) return i;
  return -1;
}

function tailWords(tail: string): string {
  const border = /(?:[_-]|(?<=[a-z0-9])(?=[A-Z]))/.exec(tail);
  const kept = border !== null && border.index <= TAIL / 2 ? tail.slice(border.index) : tail;
  return kept.replace(/^[_-]+|[_-]+$/g, '');
}
