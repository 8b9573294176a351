import type { ArgumentDefinition } from '../model/tool';
import { argumentKey, type NameRequest } from '../names/name-arguments';
import { suffixed } from '../names/property-names';
import { Merged, type Part } from '../schema/flat';
import { wireNote } from '../schema/write-texts';
import type { Body, BodyProperty } from './body';
import { fileParts } from './file-parts';
import { isMergePatch } from './media-type';
import type { PlannedArgument } from './plan-arguments';
import { withTexts } from './texts';

type NameOf = (request: NameRequest) => string;

const CLEARS = 'Null clears it; leave it out to keep it as it is.';

/** What of a body needs a flat name. */
export function bodyRequests(body: Body | null): NameRequest[] {
  if (body === null) return [];
  if (body.mode === 'whole') {
    const whole: NameRequest[] = [{ in: 'body', wire: '', role: 'whole' }];
    return hasOpenType(body) ? [...whole, typeRequest('', 'body')] : whole;
  }
  const named = body.properties.flatMap((property): NameRequest[] => [
    { in: 'body', wire: property.wire, role: 'named' },
    ...fileRequests(property),
  ]);
  return body.rest === null ? named : [...named, { in: 'body', wire: '', role: 'rest' }];
}

/** The document gives a range of media types only, so that the caller may say which one it is. */
function hasOpenType(body: Body): boolean {
  return body.contentType === null;
}

function fileRequests({ wire, name, encoding }: BodyProperty): NameRequest[] {
  if (encoding === null || encoding.kind === 'value') return [];
  return [
    { in: 'body', wire, role: 'filename', preferred: suffixed(name, '_filename') },
    typeRequest(wire, name),
  ];
}

function typeRequest(wire: string, name: string): NameRequest {
  return { in: 'body', wire, role: 'content_type', preferred: suffixed(name, '_content_type') };
}

export function bodyArguments(body: Body | null, nameOf: NameOf): PlannedArgument[] {
  if (body === null) return [];
  return body.mode === 'whole' ? wholeArguments(body, nameOf) : flatArguments(body, nameOf);
}

function wholeArguments(body: Extract<Body, { mode: 'whole' }>, nameOf: NameOf): PlannedArgument[] {
  const request: NameRequest = { in: 'body', wire: '', role: 'whole' };
  const typed = body.format === 'binary' ? fileParts(body.parts, false) : body.parts;
  const parts = withTexts(typed, body.description, false, body.pointer);
  const notes = body.format === 'binary' ? ['The bytes in Base64.'] : mergeNotes(body);
  const whole = argument(request, nameOf(request), body.pointer, { parts, required: body.required, notes });
  if (!hasOpenType(body)) return [whole];
  const type = typeRequest('', 'body');
  return [
    whole,
    companion(type, nameOf(type), body.pointer, 'Media type of the body, for example image/png.'),
  ];
}

function flatArguments(body: Extract<Body, { mode: 'flat' }>, nameOf: NameOf): PlannedArgument[] {
  const list = body.properties.flatMap((property) => propertyArguments(body, property, nameOf));
  if (body.rest === null) return list;
  const map = { type: 'object', additionalProperties: restSchema(body.rest) };
  const request: NameRequest = { in: 'body', wire: '', role: 'rest' };
  const parts = [{ schema: map, pointer: body.pointer }];
  const notes = ['Further properties by name.'];
  return [...list, argument(request, nameOf(request), body.pointer, { parts, required: false, notes })];
}

function propertyArguments(body: Body, property: BodyProperty, nameOf: NameOf): PlannedArgument[] {
  const { wire, encoding } = property;
  const request: NameRequest = { in: 'body', wire, role: 'named' };
  const name = nameOf(request);
  const kind = encoding?.kind ?? 'value';
  const notes = [
    ...(kind === 'value' ? [] : ['File content in Base64.']),
    ...mergeNotes(body),
    ...(name === wire ? [] : [wireNote(wire)]),
  ];
  const shown = kind === 'value' ? property.parts : fileParts(property.parts, kind === 'files');
  const parts = isMergePatch(body.contentType ?? '') ? nullable(shown) : shown;
  const pointer = property.parts[0]?.pointer ?? body.pointer;
  const required = property.required && body.required;
  const value = argument(request, name, pointer, { parts, required, notes });
  const texts = kind === 'files' ? ['File names', 'Media types'] : ['File name', 'Media type'];
  const companions = fileRequests(property).map((extra, i) =>
    companion(extra, nameOf(extra), pointer, `${String(texts[i])} of "${name}".`, kind === 'files'),
  );
  return [value, ...companions];
}

/** RFC 7396: a member that is null is removed. */
function mergeNotes(body: Body): string[] {
  return isMergePatch(body.contentType ?? '') ? [CLEARS] : [];
}

function nullable(parts: readonly Part[]): readonly Part[] {
  return [...parts, { schema: { nullable: true }, pointer: parts[0]?.pointer ?? '' }];
}

/** An optional text beside a file: its name or media type; a list where the files are one. */
function companion(
  request: NameRequest,
  name: string,
  pointer: string,
  note: string,
  listed = false,
): PlannedArgument {
  const text = { type: 'string' };
  const schema = listed ? { type: 'array', items: text } : text;
  return argument(request, name, pointer, { parts: [{ schema, pointer }], required: false, notes: [note] });
}

function argument(
  request: NameRequest,
  name: string,
  pointer: string,
  shown: { parts: readonly Part[]; required: boolean; notes: readonly string[] },
): PlannedArgument {
  const { required } = shown;
  const definition: ArgumentDefinition = {
    name,
    in: 'body',
    wire: request.wire,
    required,
    role: request.role,
    pointer,
  };
  return { definition, member: { name, ...shown }, parameter: null, key: argumentKey(request) };
}

function restSchema(parts: readonly Part[]): unknown {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only.schema : new Merged(parts);
}
