import { isJson } from '../arguments/media-type';
import { isMediaType } from '../arguments/read-encoding';
import type { JsonValue } from '../model/json';
import { encodeBase64 } from './base64';
import { EncodeContext } from './context';
import { partOf, type Entry, type Found } from './entries';
import { readFile } from './file-value';
import { inOrder } from './form-body';
import { toFlat } from './json-values';
import { readMultipart } from './multipart-reader';
import { escapeName, unescapeName, writeMultipart, type WirePart } from './multipart-writer';
import { assemble, piecesOf } from './pieces';
import type { BodyPlan, PartPlan, PartsPlan } from './plan';
import { ANY_BYTES } from './raw-body';

/** Bytes of a multipart body and its full media type; values before files, each in a fixed order. */
export function encodeMultipart(
  form: PartsPlan,
  entries: readonly Entry[],
  context: EncodeContext,
): { bytes: Uint8Array; boundary: string } {
  const ordered = inOrder(entries);
  const isFile = ({ part }: Entry): boolean => part.kind !== 'value';
  const list = [...ordered.filter((entry) => !isFile(entry)), ...ordered.filter(isFile)];
  return writeMultipart(
    list.flatMap((entry) => (isFile(entry) ? fileParts(form, entry, context) : valueParts(entry, context))),
  );
}

function valueParts({ part, value }: Entry, context: EncodeContext): WirePart[] {
  if (!isReadable(part.wire)) {
    const { name } = part.param;
    context.refuse(name, 'invalid_value', `"${part.wire.slice(0, 100)}" cannot be the name of a part.`);
    return [];
  }
  return (piecesOf(part, value, context) ?? []).map(({ json, text }) => ({
    name: part.wire,
    filename: null,
    contentType: part.contentType ?? (json ? 'application/json' : textType(text)),
    bytes: Buffer.from(text, 'utf8'),
  }));
}

/** RFC 7578, section 5.1.2: text beyond ASCII says its charset. */
function textType(text: string): string {
  return /^[\u0000-\u007f]*$/.test(text) ? 'text/plain' : 'text/plain; charset=utf-8';
}

function fileParts(form: PartsPlan, entry: Entry, context: EncodeContext): WirePart[] {
  const { part } = entry;
  const named: Companion = { argument: part.filename, isGood: isReadable, what: 'a usable file name' };
  const typed: Companion = { argument: part.typeName, isGood: isMediaType, what: 'a media type' };
  return rowsOf(entry, context).flatMap((row) => {
    const bytes = readFile(row.name, row.value, form.maxFileBytes, context);
    const filename = companionText(named, row.filename, defaultName(part), context);
    const contentType = companionText(typed, row.contentType, defaultType(part), context);
    return bytes === null || filename === null || contentType === null
      ? []
      : [{ name: part.wire, filename, contentType, bytes }];
  });
}

/** An argument that goes with a file. */
interface Companion {
  readonly argument: string | null;
  readonly isGood: (text: string) => boolean;
  readonly what: string;
}

function companionText(
  { argument, isGood, what }: Companion,
  given: JsonValue | undefined,
  fallback: string,
  context: EncodeContext,
): string | null {
  if (given === undefined || argument === null) return fallback;
  if (typeof given === 'string' && given !== '' && isGood(given)) return given;
  context.refuse(argument, 'invalid_value', `Argument "${argument}" is not ${what}.`);
  return null;
}

interface FileRow {
  readonly name: string;
  readonly value: JsonValue;
  readonly filename: JsonValue | undefined;
  readonly contentType: JsonValue | undefined;
}

function rowsOf({ part, value, filename, contentType }: Entry, context: EncodeContext): FileRow[] {
  const { name } = part.param;
  if (part.kind === 'file') return [{ name, value, filename, contentType }];
  if (!Array.isArray(value)) {
    context.refuse(name, 'invalid_type', `Argument "${name}" must be an array.`);
    return [];
  }
  for (const [companion, list] of [
    [part.filename, filename],
    [part.typeName, contentType],
  ] as const) {
    if (list === undefined || (Array.isArray(list) && list.length === value.length)) continue;
    const at = companion ?? name;
    context.refuse(at, 'invalid_value', `Argument "${at}" needs one entry for each file of "${name}".`);
  }
  const at = (list: JsonValue | undefined, i: number): JsonValue | undefined =>
    Array.isArray(list) ? list[i] : undefined;
  return value.map((item, i) => ({
    name: `${name}.${String(i)}`,
    value: item,
    filename: at(filename, i),
    contentType: at(contentType, i),
  }));
}

/** A name that comes back as it went, without control characters a parser could trip over. */
function isReadable(name: string): boolean {
  return (
    unescapeName(escapeName(name)) === name &&
    !/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u.test(name)
  );
}

/** Servers take a part without a file name for a plain field. */
function defaultName(part: PartPlan): string {
  return part.wire;
}

function defaultType(part: PartPlan): string {
  return part.contentType ?? ANY_BYTES;
}

export function canonMultipart(entries: readonly Entry[], coerce: boolean): Map<PartPlan, Found> {
  const context = new EncodeContext(coerce);
  const out = new Map<PartPlan, Found>();
  for (const entry of entries) {
    const { part, value } = entry;
    if (part.kind === 'value') {
      const wire = assemble(part, piecesOf(part, value, context) ?? []);
      if (wire !== undefined) out.set(part, { value: toFlat(part.param.shape, wire) });
    } else if (!Array.isArray(value) || value.length > 0)
      out.set(part, foundFiles(part, rowsOf(entry, context)));
  }
  return out;
}

export function decodeMultipart(
  body: BodyPlan,
  form: PartsPlan,
  bytes: Uint8Array,
  contentType: string | null,
): Map<PartPlan, Found> {
  const byName = new Map<string, WirePart[]>();
  for (const part of readMultipart(bytes, contentType)) {
    byName.set(part.name, [...(byName.get(part.name) ?? []), part]);
  }
  const out = new Map<PartPlan, Found>();
  for (const [wire, list] of byName) {
    const part = partOf(body, form, wire);
    if (part.kind !== 'value') {
      const rows = list.map((file) => ({ ...file, value: encodeBase64(file.bytes) }));
      out.set(part, foundFiles(part, rows));
      continue;
    }
    const pieces = list.map((piece) => ({
      json: isJson(piece.contentType),
      text: Buffer.from(piece.bytes).toString('utf8'),
    }));
    const value = assemble(part, pieces);
    if (value !== undefined) out.set(part, { value: toFlat(part.param.shape, value) });
  }
  return out;
}

interface FoundFile {
  readonly value: JsonValue;
  readonly filename?: JsonValue | undefined;
  readonly contentType?: JsonValue | undefined;
}

/** Names and types that are the defaults are not given back: leaving them out means the same. */
function foundFiles(part: PartPlan, rows: readonly FoundFile[]): Found {
  const names = rows.map((row) => row.filename ?? defaultName(part));
  const types = rows.map((row) => row.contentType ?? defaultType(part));
  const values = rows.map((row) => row.value);
  const listed = part.kind === 'files';
  const found: { value: JsonValue; filename?: JsonValue; contentType?: JsonValue } = {
    value: listed ? values : (values[0] ?? null),
  };
  if (names.some((name) => name !== defaultName(part))) found.filename = listed ? names : (names[0] ?? null);
  if (types.some((type) => type !== defaultType(part)))
    found.contentType = listed ? types : (types[0] ?? null);
  return found;
}
