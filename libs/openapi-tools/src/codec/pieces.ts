import { isJson } from '../arguments/media-type';
import type { JsonValue } from '../model/json';
import type { Shape } from '../schema/shape';
import { accepts, typeOf } from '../schema/types';
import { isWellFormed } from './base64';
import type { EncodeContext } from './context';
import { isUnsafe, toWire, unsafeMessage } from './json-values';
import type { PartPlan } from './plan';
import { readText, readTyped, textOf } from './text';

/** One part that is no file: text, or JSON where its media type says so. */
export interface Piece {
  readonly json: boolean;
  readonly text: string;
}

/** Parts of one value: arrays repeat the part. Wire names throughout. @returns null when it was refused */
export function piecesOf(part: PartPlan, given: JsonValue, context: EncodeContext): Piece[] | null {
  const { param } = part;
  const { name, container, shape } = param;
  const value = unpack(shape, given, context);
  const list = Array.isArray(value) && container !== 'object' && container !== 'scalar';
  if (!list && !fits(container, value)) {
    context.refuse(name, 'invalid_type', `Argument "${name}" must be ${wanted(container)}.`);
    return null;
  }
  if (!Array.isArray(value) && container === 'array') context.coercions += 1;
  const items = list || container === 'array' ? shape.items() : shape;
  const rows = Array.isArray(value) && list ? value : [value];
  const pieces: Piece[] = [];
  rows.forEach((row, i) => {
    const piece = pieceOf(part, items, row, context, list ? `${name}.${String(i)}` : name);
    if (piece !== null) pieces.push(piece);
  });
  return pieces.length === rows.length ? pieces : null;
}

/** JSON text where only a container is allowed. */
function unpack(shape: Shape, value: JsonValue, context: EncodeContext): JsonValue {
  const { types } = shape;
  if (typeof value !== 'string' || !context.coerce || types === null || types.has('string')) return value;
  const typed = readTyped(types, value);
  if (typeof typed !== 'object') return value;
  context.coercions += 1;
  return typed;
}

function fits(container: PartPlan['param']['container'], value: JsonValue): boolean {
  if (container === 'mixed' || container === 'array')
    return container === 'mixed' || typeof value !== 'object';
  return container === 'object'
    ? typeof value === 'object' && !Array.isArray(value)
    : typeof value !== 'object';
}

function wanted(container: PartPlan['param']['container']): string {
  return container === 'array' ? 'an array' : container === 'object' ? 'an object' : 'a single value';
}

function pieceOf(
  part: PartPlan,
  shape: Shape | null,
  value: JsonValue,
  context: EncodeContext,
  field: string,
): Piece | null {
  if (value === null) {
    context.refuse(field, 'invalid_type', `Argument "${field}" cannot be null here; leave it out instead.`);
    return null;
  }
  const json = part.contentType === null ? typeof value === 'object' : isJson(part.contentType);
  if (typeof value === 'number' && (!Number.isFinite(value) || (shape !== null && isUnsafe(shape, value)))) {
    context.refuse(field, 'invalid_type', unsafeMessage(field));
    return null;
  }
  const wire = typeof value === 'object' || json ? toWire(shape, value, context, field) : value;
  const text = json ? JSON.stringify(wire) : textOf(wire);
  if (isWellFormed(text)) return { json, text };
  const message = `Argument "${field}" holds half of a surrogate pair, which has no UTF-8 form.`;
  context.refuse(field, 'invalid_value', message);
  return null;
}

/** The value that parts stand for; the same for those just written and those read back. */
export function assemble(part: PartPlan, pieces: readonly Piece[]): JsonValue | undefined {
  const { container, shape } = part.param;
  const [first] = pieces;
  if (first === undefined) return undefined;
  if (container === 'scalar' || container === 'object') return read(shape, first);
  const list = pieces.map((piece) => read(shape.items(), piece));
  if (container === 'array' || pieces.length > 1) return list;
  // One part looks like a single value wherever the document allows both.
  const only = read(shape, first);
  return accepts(shape.types, typeOf(only)) ? only : list;
}

function read(shape: Shape | null, piece: Piece): JsonValue {
  if (!piece.json) return readText(shape?.types ?? null, piece.text);
  try {
    return JSON.parse(piece.text) as JsonValue;
  } catch {
    return piece.text;
  }
}
