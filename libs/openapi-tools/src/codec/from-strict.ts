import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { Shape } from '../schema/shape';
import type { FieldPlan, ParamPlan, ToolPlan } from './plan';
import { setOwn } from './set-own';

/** Deeper input is left as it is: the codec refuses it. */
const MAX_DEPTH = 500;

interface Place {
  readonly shape: Shape | null;
  /** Null can be sent here, so it may be meant. */
  readonly takesNull: boolean;
  /** An absent member means "leave it as it is", and null would clear it. */
  readonly partial: boolean;
  /** Text that is the JSON of a container stands for that container. */
  readonly jsonText: boolean;
}

const NOWHERE: Place = { shape: null, takesNull: false, partial: false, jsonText: false };

/**
 * Arguments as profile `openai-strict` has them given, in the form all other profiles use. Strict mode requires every
 * key, so whatever is left out comes as null.
 * - null is absent where the place cannot hold it
 * - in a PATCH null is absent for whatever is optional: a model that has to name every key must not clear them all
 * - maps come as JSON text
 */
export function fromStrict(plan: ToolPlan, args: JsonObject): JsonObject {
  const places = placesOf(plan);
  const out: JsonObject = {};
  for (const name of Object.keys(args)) {
    const value = args[name] as JsonValue;
    // What is no argument is for the codec to refuse.
    const place = places.get(name) ?? (plan.names.has(name) ? NOWHERE : null);
    if (place === null) setOwn(out, name, value);
    else if (value !== null || place.takesNull) setOwn(out, name, read(place, value, 0));
  }
  return out;
}

function placesOf(plan: ToolPlan): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const param of [...plan.path, ...plan.query.params, ...plan.headers, ...plan.cookies.params]) {
    places.set(param.name, ofParam(param));
  }
  const { body } = plan;
  if (body === null) return places;
  const isJson = body.format === 'json';
  const partial = plan.method === 'PATCH';
  const fields: readonly FieldPlan[] = body.mode === 'whole' ? [body.field] : body.fields;
  for (const { name, shape, required } of fields) {
    const takesNull = isJson && canBeNull(shape) && (required || !partial);
    places.set(name, { shape, takesNull, partial, jsonText: isJson });
  }
  const rest = body.mode === 'flat' ? body.rest : null;
  if (rest !== null) {
    // The map itself has no shape of its own here: its keys are data.
    places.set(rest.name, { shape: null, takesNull: false, partial, jsonText: true });
  }
  return places;
}

function ofParam({ shape, content }: ParamPlan): Place {
  const isJson = content === 'json';
  return { shape, takesNull: isJson && canBeNull(shape), partial: false, jsonText: isJson };
}

function canBeNull(shape: Shape | null): boolean {
  return shape === null || shape.nullable || shape.types === null;
}

function read(place: Place, value: JsonValue, depth: number): JsonValue {
  const { shape } = place;
  if (depth > MAX_DEPTH) return value;
  if (typeof value === 'string') return fromText(place, value, depth);
  if (typeof value !== 'object' || value === null || shape === null) return value;
  if (Array.isArray(value)) {
    const items = { ...place, shape: shape.items() };
    return value.map((item) => read(items, item, depth + 1));
  }
  return object(place, shape, value, depth);
}

function object(place: Place, shape: Shape, value: JsonObject, depth: number): JsonObject {
  const out: JsonObject = {};
  for (const key of Object.keys(value)) {
    const item = value[key] as JsonValue;
    const wire = shape.wireOf.get(key) ?? key;
    const child = shape.child(wire);
    // Keys of a map are data, and so is their null.
    const isAbsent = item === null && shape.declares(wire) && (place.partial || !canBeNull(child));
    if (!isAbsent) setOwn(out, key, read({ ...place, shape: child }, item, depth + 1));
  }
  return out;
}

/** A text is read as the container it is the JSON of, where the place takes no text or takes anything. */
function fromText(place: Place, value: string, depth: number): JsonValue {
  const types = place.shape?.types ?? null;
  const takesContainer = types === null ? place.jsonText : types.has('object') || types.has('array');
  if (types?.has('string') === true || !takesContainer || !/^\s*[[{]/.test(value)) return value;
  try {
    const parsed = JSON.parse(value) as JsonValue;
    const fits = types === null || types.has(isObject(parsed) ? 'object' : 'array');
    return fits ? read(place, parsed, depth + 1) : value;
  } catch {
    return value;
  }
}
