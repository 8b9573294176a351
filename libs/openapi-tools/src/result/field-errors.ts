import { translatePointer } from '../codec/translate-pointer';
import { isObject, own } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { ToolDefinition } from '../model/tool';
import { sanitize } from './sanitize';

const MAX_FIELD_ERRORS = 50;
const MAX_MESSAGE = 500;

/** Members under which APIs list what is wrong with single fields. */
const LISTS = [
  'errors',
  'details',
  'invalid-params',
  'invalid_params',
  'invalidParams',
  'fieldErrors',
  'field_errors',
  'fieldViolations',
  'validationErrors',
  'validation_errors',
  'violations',
  'issues',
  'detail',
];
const FIELDS = [
  'field',
  'pointer',
  'name',
  'param',
  'parameter',
  'path',
  'propertyPath',
  'property',
  'argument',
];
const MESSAGES = ['message', 'detail', 'reason', 'msg', 'description', 'title', 'error'];
const MAX_DEPTH = 3;

/** What is wrong with single arguments, under the names the model knows. */
export function fieldErrorsOf(tool: ToolDefinition, body: unknown): JsonValue {
  const out: JsonObject[] = [];
  collect(tool, body, out, 0);
  return out.slice(0, MAX_FIELD_ERRORS);
}

function collect(tool: ToolDefinition, body: unknown, out: JsonObject[], depth: number): void {
  if (depth > MAX_DEPTH) return;
  for (const key of LISTS) {
    const value = own(body, key);
    if (Array.isArray(value)) for (const entry of value as unknown[]) addEntry(tool, entry, out, depth);
    else if (isObject(value)) addMap(tool, value, /errors/i.test(key), out);
    if (out.length > 0) return;
  }
  const nested = own(body, 'error');
  if (isObject(nested)) collect(tool, nested, out, depth + 1);
}

/** `{ name: ["too short"] }`, as many frameworks write it. */
function addMap(
  tool: ToolDefinition,
  map: Record<string, unknown>,
  takesAll: boolean,
  out: JsonObject[],
): void {
  for (const field of Object.keys(map)) {
    // Other maps hold whatever an API has to say; only arguments are errors of fields.
    if (!takesAll && !tool.plan.names.has(translatePointer(tool, field).split('.')[0] ?? '')) continue;
    const value = map[field];
    const texts = (Array.isArray(value) ? (value as unknown[]) : [value]).map((text) =>
      typeof text === 'string' ? text : textOf(text, MESSAGES),
    );
    const message = texts.filter((text) => text !== '').join(' ');
    if (message !== '') add(tool, field, message, out);
  }
}

function addEntry(tool: ToolDefinition, entry: unknown, out: JsonObject[], depth: number): void {
  if (!isObject(entry) || out.length >= MAX_FIELD_ERRORS) return;
  const before = out.length;
  if (LISTS.some((key) => Array.isArray(own(entry, key)))) collect(tool, entry, out, depth + 1);
  if (out.length > before) return;
  const field = fieldOf(entry);
  const message = textOf(entry, MESSAGES);
  if (field !== '' || message !== '') add(tool, field, message, out);
}

function fieldOf(entry: Record<string, unknown>): string {
  const location = entry.loc ?? entry.path ?? entry.instancePath;
  if (Array.isArray(location)) return location.map(String).join('.');
  // JSON:API names the place in an object of its own.
  const source = textOf(entry.source, ['pointer', 'parameter', 'header']);
  return source === '' ? textOf(entry, FIELDS) : source;
}

function textOf(value: unknown, keys: readonly string[]): string {
  for (const key of keys) {
    const text = own(value, key);
    if (typeof text === 'string' && text.trim() !== '') return text;
  }
  return '';
}

function add(tool: ToolDefinition, field: string, message: string, out: JsonObject[]): void {
  const argument = field === '' ? '' : translatePointer(tool, field.slice(0, 300));
  out.push({ argument: sanitize(argument).slice(0, 300), message: sanitize(message).slice(0, MAX_MESSAGE) });
}
