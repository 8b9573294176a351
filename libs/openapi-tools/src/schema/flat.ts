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
  entered: string[];
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
  bounds: Partial<Record<Bound, number>>;
  patterns: string[];
  properties: Map<string, Part[]>;
  required: Set<string>;
  /** Schema of further properties; null when none is given. */
  additional: Part[] | null;
  /** `additionalProperties: true` or `{}` stands in the document. */
  additionalOpen: boolean;
  additionalClosed: boolean;
  patternProperties: Map<string, Part[]>;
  items: Part[] | null;
  prefixItems: Part[] | null;
  /** `items: false`: nothing after the tuple. */
  itemsClosed: boolean;
  unions: Union[];
  /** Short forms of what no emitted schema can show. */
  notes: string[];
  lost: Loss[];
}

export function emptyFlat(): Flat {
  return {
    never: false,
    entered: [],
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
    bounds: {},
    patterns: [],
    properties: new Map(),
    required: new Set(),
    additional: null,
    additionalOpen: false,
    additionalClosed: false,
    patternProperties: new Map(),
    items: null,
    prefixItems: null,
    itemsClosed: false,
    unions: [],
    notes: [],
    lost: [],
  };
}
