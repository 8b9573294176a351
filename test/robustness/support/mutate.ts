import fc from 'fast-check';

/** Values that programs trip over, besides whatever else JSON can say. */
const ODD_VALUES: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  -(2 ** 63),
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u2028',
  '../..',
  '%00%ff',
  '__proto__',
  'constructor',
  "'; drop table agents; --",
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30T25:61:61Z',
  'x'.repeat(5000),
  [],
  {},
  [[]],
  [null],
  { length: -1 },
  { toString: 1, valueOf: null },
  true,
];

const ODD_KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'then',
  'toJSON',
  '',
  '\0',
  'é',
  '0',
  'id',
];

export const oddValue = (): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc.constantFrom(...ODD_VALUES),
    fc.jsonValue({ maxDepth: 3 }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer(),
  );

const oddKey = (): fc.Arbitrary<string> =>
  fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string({ unit: 'binary', maxLength: 10 }));

export interface Step {
  readonly at: number;
  readonly how: 'replace' | 'delete' | 'rename' | 'insert' | 'wrap' | 'repeat';
  readonly value: unknown;
  readonly key: string;
}

export const steps = (min: number, max: number): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      at: fc.nat({ max: 10_000 }),
      how: fc.constantFrom('replace', 'delete', 'rename', 'insert', 'wrap', 'repeat'),
      value: oddValue(),
      key: oddKey(),
    }),
    { minLength: min, maxLength: max },
  );

interface Spot {
  readonly parent: any;
  readonly key: string;
}

/** Changes a JSON value somewhere; the value given stays as it is. */
export function mutate<T>(value: T, changes: readonly Step[]): unknown {
  const root = { value: structuredClone(value) as unknown };
  for (const change of changes) {
    const spots = spotsIn(root, 'value');
    apply(spots[change.at % spots.length] as Spot, change);
  }
  return root.value;
}

function spotsIn(parent: any, key: string): Spot[] {
  const value = parent[key];
  const below =
    typeof value === 'object' && value !== null
      ? Object.keys(value).flatMap((child) => spotsIn(value, child))
      : [];
  return [{ parent, key }, ...below];
}

function apply({ parent, key }: Spot, { how, value, key: name }: Step): void {
  const current = parent[key];
  switch (how) {
    case 'replace':
      return set(parent, key, value);
    case 'delete':
      if (!Array.isArray(parent)) delete parent[key];
      return;
    case 'rename':
      if (!Array.isArray(parent) && key !== 'value') delete parent[key];
      return set(parent, Array.isArray(parent) ? key : name, current);
    case 'insert':
      return set(typeof current === 'object' && current !== null ? current : parent, name, value);
    case 'wrap':
      return set(parent, key, [current]);
    case 'repeat':
      return set(
        parent,
        key,
        Array.from({ length: 50 }, () => structuredClone(current)),
      );
  }
}

/** An own property, whatever its name. */
function set(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

export interface Cut {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
}

export const cuts = (max: number): fc.Arbitrary<Cut[]> =>
  fc.array(
    fc.record({
      at: fc.nat({ max: 100_000 }),
      remove: fc.nat({ max: 20 }),
      insert: fc.uint8Array({ maxLength: 6 }),
    }),
    { maxLength: max },
  );

/** Changes bytes somewhere. */
export function cut(bytes: Uint8Array, changes: readonly Cut[]): Uint8Array {
  return changes.reduce<Uint8Array>((text, { at, remove, insert }) => {
    const start = text.length === 0 ? 0 : at % text.length;
    return Buffer.concat([text.subarray(0, start), insert, text.subarray(start + remove)]);
  }, bytes);
}
