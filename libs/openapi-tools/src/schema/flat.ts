import type { JsonType } from '../model/json';

/** A schema where it stands in the document. Several parts together mean `allOf`. */
export interface Part {
  readonly schema: unknown;
  readonly pointer: string;
}

/** Stands in for a schema inside synthetic ones: the parts it holds apply together. */
export class Merged {
  constructor(readonly parts: readonly Part[]) {}
}

export interface Union {
  readonly branches: readonly Part[];
  /** Discriminator property, and the value that names each branch. */
  readonly tagProperty: string | null;
  readonly tags: readonly (string | null)[];
}

export interface Loss {
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  /** The operation cannot be used at all (external reference). */
  readonly fatal?: true;
}

export const BOUNDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
] as const;
export type Bound = (typeof BOUNDS)[number];

/** One level of a schema: references followed, `allOf` merged, unions with null opened. */
export interface Flat {
  /** Nothing validates (`false`). */
  never: boolean;
  /** Pointers of the references followed on this level. */
  entered: readonly string[];
  /** Allowed types without null; null when the document does not say. */
  types: ReadonlySet<JsonType> | null;
  nullable: boolean;
  description: string | null;
  title: string | null;
  deprecated: boolean;
  readOnly: boolean;
  writeOnly: boolean;
  format: string | null;
  contentEncoding: string | null;
  contentMediaType: string | null;
  enum: unknown[] | null;
  default: { value: unknown } | null;
  bounds: Readonly<Partial<Record<Bound, number>>>;
  patterns: readonly string[];
  properties: ReadonlyMap<string, readonly Part[]>;
  required: ReadonlySet<string>;
  /** Schema of further properties; null when none is given. */
  additional: Part[] | null;
  /** `additionalProperties: true` or `{}` stands in the document. */
  additionalOpen: boolean;
  additionalClosed: boolean;
  patternProperties: ReadonlyMap<string, readonly Part[]>;
  items: Part[] | null;
  prefixItems: Part[] | null;
  /** `items: false`: nothing after the tuple. */
  itemsClosed: boolean;
  unions: readonly Union[];
  /** Short forms of what no emitted schema can show. */
  notes: readonly string[];
  lost: readonly Loss[];
}

const NO_MEMBERS: ReadonlyMap<string, readonly Part[]> = new Map();
const NO_NAMES: ReadonlySet<string> = new Set();
const NO_BOUNDS: Readonly<Partial<Record<Bound, number>>> = Object.freeze({});
const NONE: readonly never[] = Object.freeze([]);

/** Nothing said yet. Most levels say little, so what is empty is shared: writers replace it by their own. */
export function emptyFlat(): Flat {
  return {
    never: false,
    entered: NONE,
    types: null,
    nullable: false,
    description: null,
    title: null,
    deprecated: false,
    readOnly: false,
    writeOnly: false,
    format: null,
    contentEncoding: null,
    contentMediaType: null,
    enum: null,
    default: null,
    bounds: NO_BOUNDS,
    patterns: NONE,
    properties: NO_MEMBERS,
    required: NO_NAMES,
    additional: null,
    additionalOpen: false,
    additionalClosed: false,
    patternProperties: NO_MEMBERS,
    items: null,
    prefixItems: null,
    itemsClosed: false,
    unions: NONE,
    notes: NONE,
    lost: NONE,
  };
}

/** Adds one member, together with what is known of it already. */
export function addMember(
  map: ReadonlyMap<string, readonly Part[]>,
  key: string,
  part: Part,
): ReadonlyMap<string, readonly Part[]> {
  const own = (map === NO_MEMBERS ? new Map<string, readonly Part[]>() : map) as Map<string, readonly Part[]>;
  const before = own.get(key);
  own.set(key, before === undefined ? [part] : [...before, part]);
  return own;
}

export function addName(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return names === NO_NAMES ? new Set([name]) : (names as Set<string>).add(name);
}

export function addTo<T>(list: readonly T[], item: T): readonly T[] {
  if (list === NONE) return [item];
  (list as T[]).push(item);
  return list;
}
