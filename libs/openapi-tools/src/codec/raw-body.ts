import { isMediaType } from '../arguments/read-encoding';
import type { JsonObject, JsonValue } from '../model/json';
import { encodeBase64, isWellFormed } from './base64';
import type { EncodeContext } from './context';
import { readFile } from './file-value';
import type { WholeBodyPlan } from './plan';
import { readText, textOf } from './text';

export const ANY_BYTES = 'application/octet-stream';

/** Body of a text or binary type. @returns undefined when it was refused */
export function encodeRaw(
  body: WholeBodyPlan,
  value: JsonValue,
  context: EncodeContext,
): Uint8Array | undefined {
  const { name } = body.field;
  if (body.format === 'binary') return readFile(name, value, body.maxFileBytes, context) ?? undefined;
  if (typeof value === 'object') {
    context.refuse(name, 'invalid_type', `Argument "${name}" must be a string.`);
    return undefined;
  }
  const text = textOf(value);
  if (!isWellFormed(text)) {
    const message = `Argument "${name}" holds half of a surrogate pair, which has no UTF-8 form.`;
    context.refuse(name, 'invalid_value', message);
    return undefined;
  }
  return Buffer.from(text, 'utf8');
}

/** Media type of the body: as declared, else as the caller names it. */
export function rawType(body: WholeBodyPlan, args: JsonObject, context: EncodeContext): string {
  const given = typeGiven(body, args);
  if (given === undefined) return body.contentType ?? ANY_BYTES;
  if (typeof given === 'string' && isMediaType(given)) return given;
  const name = body.typeName ?? '';
  context.refuse(name, 'invalid_value', `Argument "${name}" must be a media type such as image/png.`);
  return ANY_BYTES;
}

export function canonRaw(body: WholeBodyPlan, args: JsonObject, out: JsonObject): void {
  const value = Object.hasOwn(args, body.field.name) ? args[body.field.name] : undefined;
  if (value === undefined) return;
  out[body.field.name] = body.format === 'binary' ? value : readText(body.field.shape.types, textOf(value));
  const type = typeGiven(body, args);
  if (body.typeName !== null && type !== undefined && type !== ANY_BYTES) out[body.typeName] = type;
}

export function decodeRaw(
  body: WholeBodyPlan,
  bytes: Uint8Array,
  contentType: string | null,
  args: JsonObject,
): void {
  args[body.field.name] =
    body.format === 'binary'
      ? encodeBase64(bytes)
      : readText(body.field.shape.types, Buffer.from(bytes).toString('utf8'));
  if (body.typeName !== null && contentType !== null && contentType !== ANY_BYTES) {
    args[body.typeName] = contentType;
  }
}

function typeGiven(body: WholeBodyPlan, args: JsonObject): JsonValue | undefined {
  return body.typeName !== null && Object.hasOwn(args, body.typeName) ? args[body.typeName] : undefined;
}
