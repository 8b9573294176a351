import type { Profile } from '../model/profile';

/** What one profile allows in a schema beyond the shape that all of them share. */
export interface ProfileRules {
  readonly keywords: ReadonlySet<string>;
  /** Every node needs a type or a union. */
  readonly typed: boolean;
  /** `[T, "null"]` and `null` are types. */
  readonly nullType: boolean;
  /** Every object is closed and requires all its keys. */
  readonly closed: boolean;
  /** Values of an enum are texts that are not empty. */
  readonly textEnums: boolean;
  /** Nothing stands beside `anyOf`. */
  readonly bareUnions: boolean;
  /** The schema may take this many times its budget. */
  readonly room: number;
}

const SHAPE = ['type', 'description', 'properties', 'required', 'items', 'enum', 'anyOf'];
const BOUNDS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'];
const NONE = {
  typed: false,
  nullType: false,
  closed: false,
  textEnums: false,
  bareUnions: false,
} as const;

export const PROFILE_RULES: Readonly<Record<Exclude<Profile, 'full-2020-12'>, ProfileRules>> = {
  safe: {
    ...NONE,
    keywords: new Set([
      ...SHAPE,
      ...BOUNDS,
      'additionalProperties',
      'default',
      'format',
      'exclusiveMinimum',
      'exclusiveMaximum',
      'title',
    ]),
    room: 1,
  },
  lean: { ...NONE, keywords: new Set([...SHAPE, 'additionalProperties']), room: 2 },
  gemini: {
    ...NONE,
    keywords: new Set([...SHAPE, ...BOUNDS, 'format', 'nullable', 'title']),
    typed: true,
    textEnums: true,
    bareUnions: true,
    room: 2,
  },
  'openai-strict': {
    ...NONE,
    keywords: new Set([...SHAPE, 'additionalProperties']),
    typed: true,
    nullType: true,
    closed: true,
    room: 2,
  },
};
