import type { JsonValue } from '../model/json';
import { isObject } from '../document/is-object';
import { deepEqual } from '../schema/deep-equal';
import type { EncodeContext } from './context';
import { encodePlain } from './encode-plain';
import { isExplodedObject, ownedPairs, ownerOf } from './exploded';
import { parsePairs, parsePlace, splitPairs } from './parse';
import { isSafeInPath } from './path-rules';
import type { ParamPlan, ToolPlan } from './plan';
import { LoneSurrogate, serialize } from './serialize';
import { textOf } from './text';
import { toTextValue } from './text-values';

// RFC 9110, Field Values: no controls; beyond Latin-1 there is no byte for a character.
const HEADER_VALUE = /^[\u0020-\u007e\u0080-\u00ff]*$/;

/** Serialised text of one argument outside the body; null when absent or refused. */
export function encodeParam(
  plan: ToolPlan,
  param: ParamPlan,
  value: JsonValue,
  context: EncodeContext,
): string | null {
  if (!context.admit(value)) {
    context.refuse(param.name, 'too_big', `Argument "${param.name}" is too long for the head of a request.`);
    return null;
  }
  const plain = encodePlain(param, value);
  if (plain !== null) return plain;
  const wire = toTextValue(param, value, context);
  if (wire === undefined) return emptyArray(param, value, context);
  if (!isAllowed(plan, param, wire, context)) return null;
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
  if (param.in === 'cookie' && param.content === null && isObject(wire) && !ownsKeys(plan, param, wire)) {
    refuse(context, param, 'uses the name of another parameter as a key');
    return null;
  }
  // A plain text outside delimiters comes back as it went; everything else is proven per call.
  const proven = typeof wire !== 'object' && param.container === 'scalar';
  if (proven || deepEqual(reparse(plan, param, text), wire)) return text;
  refuse(context, param, 'holds a character that separates values in this place');
  return null;
}

function emptyArray(param: ParamPlan, value: JsonValue, context: EncodeContext): string | null {
  if (!Array.isArray(value) || value.length > 0 || !param.required) return null;
  if (param.allowEmptyValue) return `${param.encodedWire}=`;
  context.refuse(param.name, 'invalid_value', `Argument "${param.name}" needs at least one item.`);
  return null;
}

function isAllowed(plan: ToolPlan, param: ParamPlan, wire: JsonValue, context: EncodeContext): boolean {
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
  if (param.in === 'query' && isExplodedObject(param) && isObject(wire) && !ownsKeys(plan, param, wire)) {
    refuse(context, param, 'uses the name of another parameter as a key');
    return false;
  }
  return true;
}

/** Brackets in keys are encoded, and still read as nesting by most servers. */
function hasBrackets(wire: JsonValue): boolean {
  return isObject(wire) && Object.entries(wire).some(([key, item]) => /[[\]]/.test(key) || hasBrackets(item));
}

function ownsKeys(plan: ToolPlan, param: ParamPlan, wire: Record<string, unknown>): boolean {
  if (!isExplodedObject(param)) return true;
  const [list, taken] =
    param.in === 'query' ? [plan.query, plan.queryNames] : [plan.cookies, plan.cookieNames];
  const names = withoutExploded(list, taken);
  return Object.keys(wire).every((key) => ownerOf(list, names, key) === param);
}

/** An exploded object has no name of its own on the wire, so a key may repeat it. */
export function withoutExploded(
  params: readonly ParamPlan[],
  names: ReadonlySet<string>,
): ReadonlySet<string> {
  const exploded = new Set(params.filter(isExplodedObject).map((param) => param.wire));
  return exploded.size === 0 ? names : new Set([...names].filter((name) => !exploded.has(name)));
}

function reparse(plan: ToolPlan, param: ParamPlan, text: string): JsonValue | undefined {
  if (param.in === 'path' || param.in === 'header') return parsePlace(param, text);
  const pairs = splitPairs(text, param.in === 'query' ? '&' : '; ');
  const [list, taken] =
    param.in === 'query' ? [plan.query, plan.queryNames] : [plan.cookies, plan.cookieNames];
  return parsePairs(param, pairs, ownedPairs(param, list, withoutExploded(list, taken), pairs));
}

/** Every text of a value that ends up in the path. */
function texts(value: JsonValue, param: ParamPlan): string[] {
  if (param.content === 'json') return [JSON.stringify(value)];
  if (Array.isArray(value)) return value.map(textOf);
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => [key, textOf(item)]);
  return [textOf(value)];
}

function refuse(context: EncodeContext, param: ParamPlan, rule: string): void {
  context.refuse(param.name, 'invalid_value', `Argument "${param.name}" ${rule}.`);
}
