import { MAX_DEPTH } from '../model/gate';
import type { JsonObject, JsonValue } from '../model/json';
import { stableJson } from '../text/stable-json';
import { ALL_FOLDED, foldText, joinTexts } from './fold';
import type { ProfileLosses } from './losses';
import { isNullable } from './nullable';
import { branchesOf, childOf, propertiesOf, requiredOf } from './schema-parts';

/** Levels of objects that strict mode takes. */
const MAX_OBJECTS = 10;

interface Place {
  readonly depth: number;
  readonly objects: number;
  /** Null means absent or null, as the codec reads it. */
  readonly nullable: boolean;
}

/**
 * Strict mode knows closed objects only, and every key of them is required: what is optional takes null instead.
 * A free-form map has no such form and is given as JSON text, which the codec reads as the object it holds.
 */
export function strictRoot(root: JsonObject, losses: ProfileLosses): JsonObject {
  return closed(root, { depth: 1, objects: 1, nullable: false }, losses, true);
}

/** A node as a map would be shown. */
export function jsonText(
  node: JsonObject,
  nullable: boolean,
  kind: 'array' | 'object' = 'object',
): JsonObject {
  const values = childOf(node, 'additionalProperties');
  const what = kind === 'array' ? 'an array' : 'an object';
  const of = typeof values?.type === 'string' ? ` with values of type ${values.type}` : '';
  const description = joinTexts(node.description, `Given as JSON text of ${what}${of}.`);
  return { type: typed('string', nullable), description };
}

function strict(node: JsonObject, place: Place, losses: ProfileLosses): JsonObject {
  const branches = branchesOf(node);
  if (branches !== null) return union(node, branches, place, losses);
  const enumType = typeof node.type !== 'string' && Array.isArray(node.enum) ? typeof node.enum[0] : null;
  const type = typeof node.type === 'string' ? node.type : enumType;
  if (type === null) return anyValue(node, place, losses);
  if (place.depth > MAX_DEPTH) return { type: type === 'object' || type === 'array' ? 'string' : type };
  if (type === 'object') return object(node, place, losses);
  const out: JsonObject = { type: typed(type, place.nullable) };
  const description = joinTexts(node.description, foldText(node, ALL_FOLDED));
  if (description !== '') out.description = description;
  if (Array.isArray(node.enum)) out.enum = withNull(node.enum, place.nullable);
  if (type === 'array') {
    const items = childOf(node, 'items') ?? {};
    out.items = strict(items, { ...place, depth: place.depth + 1, nullable: isNullable(items) }, losses);
  }
  return out;
}

function object(node: JsonObject, place: Place, losses: ProfileLosses): JsonObject {
  if (propertiesOf(node).length > 0 && place.objects < MAX_OBJECTS) {
    return closed(node, { ...place, objects: place.objects + 1 }, losses);
  }
  losses.add('profile_json_text', 'An object without fixed keys is given as JSON text in this profile.');
  return jsonText(node, place.nullable);
}

function closed(node: JsonObject, place: Place, losses: ProfileLosses, isRoot = false): JsonObject {
  const required = requiredOf(node);
  const properties = propertiesOf(node).map(([name, child]): [string, JsonObject] => {
    if (isRoot) losses.enter(name);
    const nullable = !required.has(name) || isNullable(child);
    return [name, strict(child, { ...place, depth: place.depth + 1, nullable }, losses)];
  });
  if (childOf(node, 'additionalProperties') !== null) {
    losses.add('profile_closed', 'Keys beside the named ones cannot be given in this profile.');
  }
  const out: JsonObject = {
    type: typed('object', place.nullable),
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  };
  return typeof node.description === 'string' ? { ...out, description: node.description } : out;
}

function union(
  node: JsonObject,
  branches: readonly JsonObject[],
  place: Place,
  losses: ProfileLosses,
): JsonObject {
  const inside: Place = { ...place, depth: place.depth + 1, nullable: false };
  const all = branches.flatMap((branch) => flatten(branch));
  const takesText = all.some((branch) => branch.type === 'string');
  const shown = new Map<string, JsonObject>();
  for (const branch of all) {
    // JSON text would be taken as the text that another branch allows.
    if (takesText && branch.type === 'object' && propertiesOf(branch).length === 0) {
      losses.add(
        'profile_branch',
        'An object without fixed keys cannot be told from text here and is not shown.',
      );
      continue;
    }
    const schema = strict(branch, inside, losses);
    for (const one of branchesOf(schema) ?? [schema]) shown.set(stableJson(one), one);
  }
  const list = [...shown.values()];
  if ((place.nullable || branches.some(isNullable)) && !list.some((branch) => branch.type === 'null')) {
    list.push({ type: 'null' });
  }
  const out: JsonObject = { anyOf: list };
  const description = joinTexts(node.description, foldText(node, ALL_FOLDED));
  return description === '' ? out : { ...out, description };
}

/** Branches of branches side by side, so that what takes text is seen. */
function flatten(branch: JsonObject): JsonObject[] {
  return branchesOf(branch)?.flatMap(flatten) ?? [branch];
}

/** Text stands for itself here unless it is the JSON text of an object or array, which the codec reads. */
function anyValue(node: JsonObject, place: Place, losses: ProfileLosses): JsonObject {
  losses.add('profile_any_value', 'Objects and arrays of any shape are given as JSON text in this profile.');
  if (place.depth > MAX_DEPTH) return { type: 'string' };
  const list: JsonObject[] = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];
  if (place.nullable) list.push({ type: 'null' });
  const fits = place.depth === MAX_DEPTH ? '' : 'Objects and arrays as JSON text.';
  const description = joinTexts(node.description, foldText(node, ALL_FOLDED), fits);
  return description === '' ? { anyOf: list } : { anyOf: list, description };
}

function typed(type: string, nullable: boolean): JsonValue {
  return nullable ? [type, 'null'] : type;
}

function withNull(values: readonly JsonValue[], nullable: boolean): JsonValue[] {
  return nullable && !values.includes(null) ? [...values, null] : [...values];
}
