import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import { encodeReserved, encodeStrict } from './percent';
import type { ParamPlan } from './plan';
import { textOf } from './text';

/** Thrown inside this folder only: a text that has no UTF-8 form. */
export class LoneSurrogate extends Error {}

/**
 * Text of a canonical value in its place (OAS 3.1.2, Style Examples).
 * - path: the piece of the segment, prefix included
 * - query and cookie: whole `name=value` pairs
 * - header: the value, which knows no percent-encoding
 * @throws LoneSurrogate
 */
export function serialize(param: ParamPlan, value: JsonValue): string {
  if (param.content !== null) return named(param, contentText(param, value));
  if (Array.isArray(value)) return serializeArray(param, value);
  if (isObject(value)) {
    return param.jsonObjects ? named(param, encode(param, textOf(value))) : serializeObject(param, value);
  }
  return named(param, encode(param, textOf(value)));
}

function contentText(param: ParamPlan, value: JsonValue): string {
  const text = param.content === 'json' ? JSON.stringify(value) : textOf(value);
  if (param.in !== 'header' || param.content !== 'json') return encode(param, text);
  // Headers hold no more than Latin-1: JSON can say everything in ASCII.
  return text.replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function encode(param: ParamPlan, text: string): string {
  if (param.in === 'header') return text;
  if (param.slashes && text.includes('/'))
    return text
      .split('/')
      .map((part) => encode(param, part))
      .join('/');
  const encoded = param.allowReserved ? encodeReserved(text) : encodeStrict(text);
  if (encoded === null) throw new LoneSurrogate();
  return encoded;
}

/** Names never leave reserved characters bare: `=` and `&` separate them. */
function encodeName(param: ParamPlan, text: string): string {
  if (param.in === 'header') return text;
  const encoded = encodeStrict(text);
  if (encoded === null) throw new LoneSurrogate();
  return encoded;
}

/** One text with the name or prefix its style asks for. */
function named(param: ParamPlan, text: string): string {
  switch (param.style) {
    case 'label':
      return `.${text}`;
    case 'matrix':
      return `;${param.encodedWire}=${text}`;
    case 'simple':
      return text;
    default:
      return `${param.encodedWire}=${text}`;
  }
}

function pairGlue(param: ParamPlan): string {
  return param.in === 'cookie' ? '; ' : '&';
}

function serializeArray(param: ParamPlan, value: readonly JsonValue[]): string {
  const items = value.map((item) => encode(param, textOf(item)));
  const pairs = (glue: string): string => items.map((item) => `${param.encodedWire}=${item}`).join(glue);
  switch (param.style) {
    case 'label':
      return `.${items.join(param.explode ? '.' : ',')}`;
    case 'matrix':
      return param.explode ? `;${pairs(';')}` : named(param, items.join(','));
    case 'deepObject':
      return listPairs(param, param.encodedWire, value).join('&');
    case 'form':
      return param.explode ? pairs(pairGlue(param)) : named(param, items.join(','));
    case 'spaceDelimited':
      return named(param, items.join('%20'));
    case 'pipeDelimited':
      return named(param, items.join('%7C'));
    case 'simple':
      return items.join(',');
  }
}

function serializeObject(param: ParamPlan, value: JsonObject): string {
  if (param.style === 'deepObject') return deepPairs(param, param.encodedWire, value).join('&');
  const rows = Object.keys(value).map((key) => [
    encodeName(param, key),
    encode(param, textOf(value[key] as JsonValue)),
  ]);
  const joined = rows.map(([key, text]) => `${String(key)}=${String(text)}`);
  const flat = rows.flat();
  switch (param.style) {
    case 'label':
      return `.${param.explode ? joined.join('.') : flat.join(',')}`;
    case 'matrix':
      return param.explode ? `;${joined.join(';')}` : named(param, flat.join(','));
    case 'form':
      return param.explode ? joined.join(pairGlue(param)) : named(param, flat.join(','));
    case 'spaceDelimited':
      return named(param, flat.join('%20'));
    case 'pipeDelimited':
      return named(param, flat.join('%7C'));
    case 'simple':
      return param.explode ? joined.join(',') : flat.join(',');
  }
}

function deepPairs(param: ParamPlan, prefix: string, value: JsonObject): string[] {
  return Object.keys(value).flatMap((key) => {
    const name = `${prefix}%5B${encodeName(param, key)}%5D`;
    const item = value[key] as JsonValue;
    if (isObject(item)) return deepPairs(param, name, item);
    return Array.isArray(item) ? listPairs(param, name, item) : [`${name}=${encode(param, textOf(item))}`];
  });
}

/** Servers differ in how they read lists: OpenAPI leaves it open. */
function listPairs(param: ParamPlan, name: string, list: readonly JsonValue[]): string[] {
  return list.map((entry, i) => {
    const mark = param.arrays === 'repeat' ? '' : `%5B${param.arrays === 'indices' ? String(i) : ''}%5D`;
    return `${name}${mark}=${encode(param, textOf(entry))}`;
  });
}
