import type { JsonValue } from '../model/json';
import { isObject } from '../document/is-object';
import { deepEqual } from '../schema/deep-equal';
import type { EncodeContext } from './context';
import { encodePlain } from './encode-plain';
import { isExplodedObject, ownedPairs, ownerOf } from './exploded';
import { parsePairs, parsePlace, splitPairs } from './parse';
import { isSafeInPath } from './path-rules';
import type { PairPlace, ParamPlan } from './plan';
import { LoneSurrogate, serialize } from './serialize';
import { textOf } from './text';
import { toTextValue } from './text-values';

// RFC 9110, Field Values: no controls; beyond Latin-1 there is no byte for a character.
const HEADER_VALUE = /^[\u0020-\u007e\u0080-\u00ff]*$/;

/**
 * Serialised text of one argument outside the body; null when absent or refused.
 * @param place the pairs it stands among; null in paths and headers
 */
export function encodeParam(
  place: PairPlace | null,
  param: ParamPlan,
  value: JsonValue,
  context: EncodeContext,
): string | null {
  if (!context.admit(value)) {
    context.refuse(param.name, 'too_big', `Argument "${param.name}" is too long for the head of a request.`);
    return null;
  }
  return encodeValue(place, param, value, context);
}

/** The same for a value that takes no room in the head of a request. */
export function encodeValue(
  place: PairPlace | null,
  param: ParamPlan,
  value: JsonValue,
  context: EncodeContext,
): string | null {
  const plain = encodePlain(param, value);
  if (plain !== null) return plain;
  const wire = toTextValue(param, value, context);
  if (wire === undefined) return emptyArray(param, value, context);
  if (!isAllowed(place, param, wire, context)) return null;
  let text: string;
  try {
    text = serialize(param, wire);
  } catch (error) {
    if (!(error instanceof LoneSurrogate)) throw error;
    refuse(context, param, 'holds half of a surrogate pair, which has no UTF-8 form');
    return null;
  }
  if (param.in === 'header' && (!HEADER_VALUE.test(text) || text !== text.trim())) {
    refuse(
      context,
      param,
      'cannot be a header value: no control characters, outer spaces or characters above U+00FF',
    );
    return null;
  }
  // A plain text outside delimiters comes back as it went; everything else is proven per call.
  const proven = typeof wire !== 'object' && param.container === 'scalar';
  if (proven || deepEqual(reparse(place, param, text), wire)) return text;
  refuse(context, param, 'holds a character that separates values in this place');
  return null;
}

function emptyArray(param: ParamPlan, value: JsonValue, context: EncodeContext): string | null {
  if (!Array.isArray(value) || value.length > 0 || !param.required) return null;
  if (param.allowEmptyValue) return `${param.encodedWire}=`;
  context.refuse(param.name, 'invalid_value', `Argument "${param.name}" needs at least one item.`);
  return null;
}

function isAllowed(
  place: PairPlace | null,
  param: ParamPlan,
  wire: JsonValue,
  context: EncodeContext,
): boolean {
  if (param.in === 'path') {
    if (texts(wire, param).every(isSafeInPath)) return true;
    refuse(
      context,
      param,
      'cannot stand in a path: not empty, no ".", "..", "/", "\\" or control character, encoded or not',
    );
    return false;
  }
  if (param.style === 'deepObject' && hasBrackets(wire)) {
    refuse(context, param, 'has a key with "[" or "]"');
    return false;
  }
  if (place !== null && isExplodedObject(param) && isObject(wire) && !ownsKeys(place, param, wire)) {
    refuse(context, param, 'uses the name of another parameter as a key');
    return false;
  }
  return true;
}

/** Brackets in keys are encoded, and still read as nesting by most servers. */
function hasBrackets(wire: JsonValue): boolean {
  return isObject(wire) && Object.entries(wire).some(([key, item]) => /[[\]]/.test(key) || hasBrackets(item));
}

function ownsKeys(place: PairPlace, param: ParamPlan, wire: Record<string, unknown>): boolean {
  const names = withoutExploded(place);
  return Object.keys(wire).every((key) => ownerOf(place.params, names, key) === param);
}

/** An exploded object has no name of its own on the wire, so a key may repeat it. */
export function withoutExploded({ params, names }: PairPlace): ReadonlySet<string> {
  const exploded = new Set(params.filter(isExplodedObject).map((param) => param.wire));
  return exploded.size === 0 ? names : new Set([...names].filter((name) => !exploded.has(name)));
}

function reparse(place: PairPlace | null, param: ParamPlan, text: string): JsonValue | undefined {
  if (place === null) return parsePlace(param, text);
  const pairs = splitPairs(text, param.in === 'cookie' ? '; ' : '&');
  return parsePairs(param, pairs, ownedPairs(param, place.params, withoutExploded(place), pairs));
}

/** Every text of a value that ends up in the path. */
function texts(value: JsonValue, param: ParamPlan): string[] {
  if (param.content === 'json') return [JSON.stringify(value)];
  if (Array.isArray(value)) return value.map(textOf).flatMap((text) => segmentsOf(text, param));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => [key, textOf(item)]);
  return segmentsOf(textOf(value), param);
}

/** Segments that are checked one by one, where a value may hold several. */
function segmentsOf(text: string, param: ParamPlan): string[] {
  return param.slashes ? text.split('/') : [text];
}

function refuse(context: EncodeContext, param: ParamPlan, rule: string): void {
  context.refuse(param.name, 'invalid_value', `Argument "${param.name}" ${rule}.`);
}
