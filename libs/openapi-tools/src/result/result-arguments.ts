import type { EncodeContext } from '../codec/context';
import { isObject } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { ConvertOptions } from '../model/options';
import type { ToolDefinition } from '../model/tool';
import type { Member } from '../schema/emitter';

export const FIELDS_ARGUMENT = '_fields';
export const LIMIT_ARGUMENT = '_limit';
export const RESULT_ARGUMENTS = [FIELDS_ARGUMENT, LIMIT_ARGUMENT] as const;

const MAX_FIELDS = 100;
const MAX_LIMIT = 10_000;

const SCHEMAS = {
  [FIELDS_ARGUMENT]: {
    type: 'array',
    items: { type: 'string' },
    description: 'Names of the fields of the answer to keep, such as "items.id". Default: all.',
  },
  [LIMIT_ARGUMENT]: {
    type: 'integer',
    minimum: 1,
    description: 'Most items of each list of the answer to keep. Default: as many as fit.',
  },
} as const;

/** What a call asks of its result rather than of the API. */
export interface ResultArguments {
  fields?: string[];
  limit?: number;
}

/** Names that no parameter of the document may have. */
export function reservedNames(options: ConvertOptions): readonly string[] {
  const given = options.reservedArguments ?? [];
  return options.resultArguments === true ? [...given, ...RESULT_ARGUMENTS] : given;
}

/** The two arguments as the emitter writes them; none unless the conversion was asked for them. */
export function resultMembers(options: ConvertOptions): Member[] {
  if (options.resultArguments !== true) return [];
  return RESULT_ARGUMENTS.map((name) => ({
    name,
    parts: [{ schema: SCHEMAS[name], pointer: '' }],
    required: false,
    notes: [],
  }));
}

/** What a call asks of its result; empty for a tool that has no such arguments. */
export function resultArgumentsOf(tool: ToolDefinition, args: JsonObject): ResultArguments {
  if (!tool.plan.resultArguments || !isObject(args)) return {};
  const fields = fieldsOf(own(args, FIELDS_ARGUMENT));
  const limit = limitOf(own(args, LIMIT_ARGUMENT));
  return { ...(fields && { fields }), ...(limit && { limit }) };
}

/** Refuses values that nothing could be done with. */
export function refuseResultArguments(args: JsonObject, context: EncodeContext): void {
  const fields = own(args, FIELDS_ARGUMENT);
  if (fields !== undefined && fieldsOf(fields) === null) {
    const rule = `must be a list of 1 to ${String(MAX_FIELDS)} field names`;
    context.refuse(FIELDS_ARGUMENT, 'invalid_type', `Argument "${FIELDS_ARGUMENT}" ${rule}.`);
  }
  const limit = own(args, LIMIT_ARGUMENT);
  if (limit !== undefined && limitOf(limit) === null) {
    const rule = `must be a whole number from 1 to ${String(MAX_LIMIT)}`;
    context.refuse(LIMIT_ARGUMENT, 'invalid_type', `Argument "${LIMIT_ARGUMENT}" ${rule}.`);
  }
}

function own(args: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(args, name) ? args[name] : undefined;
}

/** A list, its JSON text, or names with commas between them; null when it is none of these. */
function fieldsOf(value: JsonValue | undefined): string[] | null {
  if (value === undefined) return null;
  const list = typeof value === 'string' ? textList(value) : value;
  if (!Array.isArray(list)) return null;
  const names = list.filter((name): name is string => typeof name === 'string').map((name) => name.trim());
  const isGood = names.length === list.length && names.length > 0 && names.length <= MAX_FIELDS;
  return isGood && !names.includes('') ? names : null;
}

function textList(text: string): JsonValue {
  if (!text.trimStart().startsWith('[')) return text.split(',');
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}

function limitOf(value: JsonValue | undefined): number | null {
  const number = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 1 && number <= MAX_LIMIT
    ? number
    : null;
}
