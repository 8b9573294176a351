import type { JsonValue } from '../model/json';
import { deepEqual } from '../schema/deep-equal';
import { EncodeContext } from './context';
import { encodeValue, withoutExploded } from './encode-param';
import { partOf, type Entry, type Found } from './entries';
import { isExplodedObject, ownedPairs, ownerOf } from './exploded';
import { toFlat } from './json-values';
import { parsePairs, splitPairs, type Pair } from './parse';
import type { BodyPlan, PartPlan, PartsPlan } from './plan';
import { toTextValue } from './text-values';
import { byCodeUnit } from '../text/sort';

/** Bytes of a urlencoded body, its keys in a fixed order. */
export function encodeForm(
  body: BodyPlan,
  form: PartsPlan,
  entries: readonly Entry[],
  context: EncodeContext,
): Uint8Array {
  const before = context.issues?.length ?? 0;
  const pairs: string[] = [];
  for (const { part, value } of inOrder(entries)) {
    const text = encodeValue(form.place, part.param, value, context);
    if (text !== null) pairs.push(text);
  }
  const text = pairs.join('&');
  if ((context.issues?.length ?? 0) === before && !survives(body, form, entries, text, context)) {
    const [first] = entries;
    const name = first?.part.param.name ?? '';
    context.refuse(name, 'invalid_value', 'The values of the body cannot be told apart in a form.');
  }
  return Buffer.from(text, 'ascii');
}

/** Keys of different properties can run into each other: the built body has to read back the same. */
function survives(
  body: BodyPlan,
  form: PartsPlan,
  entries: readonly Entry[],
  text: string,
  context: EncodeContext,
): boolean {
  const sent = byWire(canonForm(entries, context.coerce));
  const read = byWire(decodeForm(body, form, text));
  return sent.size === read.size && [...sent].every(([wire, value]) => deepEqual(read.get(wire), value));
}

function byWire(found: ReadonlyMap<PartPlan, Found>): Map<string, JsonValue> {
  return new Map([...found].map(([part, { value }]) => [part.wire, value]));
}

export function canonForm(entries: readonly Entry[], coerce: boolean): Map<PartPlan, Found> {
  const out = new Map<PartPlan, Found>();
  const context = new EncodeContext(coerce);
  for (const { part, value } of entries) {
    const wire = toTextValue(part.param, value, context);
    if (wire !== undefined) out.set(part, { value: toFlat(part.param.shape, wire) });
  }
  return out;
}

export function decodeForm(body: BodyPlan, form: PartsPlan, text: string): Map<PartPlan, Found> {
  const pairs = splitPairs(text, '&');
  const taken = withoutExploded(form.place);
  const out = new Map<PartPlan, Found>();
  for (const part of [...form.parts.values(), ...restParts(body, form, pairs, taken)]) {
    const owned = ownedPairs(part.param, form.place.params, taken, pairs);
    const value = parsePairs(part.param, pairs, owned);
    if (value !== undefined) out.set(part, { value: toFlat(part.param.shape, value) });
  }
  return out;
}

/** Keys no declared property claims. */
function restParts(
  body: BodyPlan,
  form: PartsPlan,
  pairs: readonly Pair[],
  taken: ReadonlySet<string>,
): PartPlan[] {
  const { params } = form.place;
  const claimed = (name: string): boolean =>
    params.some(
      (param) =>
        (param.wire === name && !isExplodedObject(param)) ||
        (param.style === 'deepObject' && name.startsWith(`${param.wire}[`)),
    ) || ownerOf(params, taken, name) !== null;
  const names = new Set(pairs.map((pair) => pair.name).filter((name) => !claimed(name)));
  return [...names].map((name) => partOf(body, form, name));
}

export function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => byCodeUnit(a.part.wire, b.part.wire));
}
