import { z } from 'zod';
import { isStorable } from '../shared';

/** Largest data of a case, as UTF-8 JSON, in bytes. */
const CASE_DATA_MAX_BYTES = 64 * 1024;
/** Lists and objects within each other, the outermost object included. */
const CASE_DATA_MAX_DEPTH = 8;

export type CaseData = Record<string, unknown>;

/**
 * Free JSON object. It is handed on as it came, never rebuilt key by key: a key named `__proto__` is data like any
 * other, and a copy by assignment would lose it.
 */
export const caseData = () =>
  z
    .unknown()
    .superRefine((value, context) => {
      const message = faultOf(value);
      if (message) context.addIssue({ code: 'custom', message, input: value });
    })
    .meta({ type: 'object', additionalProperties: true }) as z.ZodType<CaseData>;

/** The same in a reply. */
export const caseDataReply = () =>
  z.unknown().refine(isObject, { message: 'must be an object' }).meta({
    type: 'object',
    additionalProperties: true,
  }) as z.ZodType<CaseData>;

function faultOf(data: unknown): string | undefined {
  if (!isObject(data)) return 'must be an object';
  if (isDeeper(data, CASE_DATA_MAX_DEPTH)) return `must be at most ${CASE_DATA_MAX_DEPTH} levels deep`;
  if (!every(data, (part) => typeof part !== 'string' || isStorable(part)))
    return 'must not contain NUL characters or lone surrogates, in keys neither';
  if (!every(data, (part) => typeof part !== 'number' || Number.isFinite(part)))
    return 'must not contain numbers beyond the range of a double';
  const bytes = Buffer.byteLength(JSON.stringify(data));
  return bytes > CASE_DATA_MAX_BYTES
    ? `must have at most ${CASE_DATA_MAX_BYTES} bytes as JSON and has ${bytes}`
    : undefined;
}

function isObject(value: unknown): value is CaseData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own parts alone: what `Object.values` sees, whatever the keys are called. */
const partsOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || partsOf(value).some((part) => isDeeper(part, levels - 1));
}

/** Whether the rule holds for each key and each value inside. The depth has been checked. */
function every(value: unknown, rule: (part: unknown) => boolean): boolean {
  if (!rule(value)) return false;
  if (isObject(value) && !Object.keys(value).every(rule)) return false;
  return partsOf(value).every((part) => every(part, rule));
}
