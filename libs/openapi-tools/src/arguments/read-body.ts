import { isObject, own } from '../document/is-object';
import { join } from '../document/pointer';
import { OperationRefused } from '../document/refused';
import type { ReportSink } from '../document/report-sink';
import type { Resolver } from '../document/resolver';
import { levelNames } from '../schema/level-keys';
import type { Flat, Part } from '../schema/flat';
import type { Flattener } from '../schema/flattener';
import { inferTypes } from '../schema/infer';
import type { Body, BodyProperty } from './body';
import { pickMediaType, type PickedMedia } from './media-type';
import { readEncoding, type EncodingSource } from './read-encoding';

export interface BodyOptions {
  readonly single: boolean;
  readonly mediaType: string | null;
  readonly encoding: Readonly<Record<string, 'json' | 'brackets'>>;
}

/** What the readers of one body share. */
interface Reading {
  readonly flattener: Flattener;
  readonly source: EncodingSource;
  readonly sink: ReportSink;
}

type Shared = Omit<Body, 'mode' | 'properties' | 'rest' | 'description'>;

const MAX_BRANCHES = 64;

/**
 * The request body of an operation; null when it takes none.
 * @throws OperationRefused for unresolvable bodies and media types nobody can write
 */
export function readBody(
  source: { raw: unknown; pointer: string },
  resolver: Resolver,
  flattener: Flattener,
  options: BodyOptions,
  sink: ReportSink,
): Body | null {
  const { raw, pointer: at } = source;
  if (raw === undefined) return null;
  const target = resolver.follow(raw, at);
  if (target.kind !== 'found') {
    const code = target.kind === 'external' ? 'external_ref' : 'missing_body';
    throw new OperationRefused(
      code,
      at,
      'The request body reference cannot be resolved inside the document.',
    );
  }
  const { value, pointer } = target.at;
  const content = own(value, 'content');
  if (!isObject(value) || !isObject(content) || Object.keys(content).length === 0) {
    sink.add('lossy', 'empty_body', pointer, 'A request body without media types is left out.');
    return null;
  }
  const picked = pickMediaType(content, options.mediaType, join(pointer, 'content'));
  reportChoice(Object.keys(content), picked, join(pointer, 'content'), sink);
  const mediaAt = join(pointer, 'content', picked.key);
  const media = content[picked.key];
  const schema = own(media, 'schema');
  const shared: Shared = {
    required: value.required === true,
    format: picked.format,
    contentType: picked.contentType,
    parts: [{ schema: schema === undefined ? true : schema, pointer: join(mediaAt, 'schema') }],
    pointer: join(mediaAt, 'schema'),
  };
  const { format } = picked;
  const reading: Reading = {
    flattener,
    source: { format, media, pointer: mediaAt, is30: resolver.is30, overrides: options.encoding },
    sink,
  };
  const description = typeof value.description === 'string' ? value.description : null;
  if (format === 'text' || format === 'binary')
    return { ...shared, mode: 'whole', description, properties: [] };
  return classify(reading, shared, description, options.single);
}

function reportChoice(
  types: readonly string[],
  picked: PickedMedia,
  pointer: string,
  sink: ReportSink,
): void {
  if (types.length < 2) return;
  sink.add('info', 'media_type_choice', pointer, `Of several media types "${picked.key}" is sent.`);
}

/** An object with properties is flattened; everything else is one argument `body`, sent bare. */
function classify(reading: Reading, shared: Shared, description: string | null, single: boolean): Body {
  const { flattener } = reading;
  const flat = flattener.flat(shared.parts);
  const types = inferTypes(flat);
  const isForm = shared.format !== 'json';
  if (isForm && types !== null && !types.has('object')) {
    const message = `A body of type ${String(shared.contentType)} has to be an object.`;
    throw new OperationRefused('unsupported_body', shared.pointer, message);
  }
  const isPlainObject = types?.size === 1 && types.has('object') && flat.unions.length === 0;
  if (single || !isPlainObject || flat.properties.size === 0) {
    const properties = isForm ? propertiesOf(reading, shared, collect(flattener, flat)) : [];
    return { ...shared, mode: 'whole', description, properties };
  }
  const rest = flat.additional ?? (flat.additionalOpen ? [{ schema: true, pointer: shared.pointer }] : null);
  return { ...shared, mode: 'flat', properties: propertiesOf(reading, shared, flat.properties, flat), rest };
}

function propertiesOf(
  reading: Reading,
  shared: Shared,
  members: ReadonlyMap<string, readonly Part[]>,
  flat?: Flat,
): BodyProperty[] {
  const { flattener, source, sink } = reading;
  const names = levelNames(flattener, shared.parts);
  const properties: BodyProperty[] = [];
  for (const [wire, parts] of members) {
    const member = flattener.flat(parts);
    if (member.never || member.readOnly) continue;
    properties.push({
      wire,
      name: names.get(wire) ?? wire,
      parts,
      required: flat?.required.has(wire) === true,
      encoding: shared.format === 'json' ? null : readEncoding(wire, parts, source, flattener, sink),
    });
  }
  return properties;
}

/** The properties of all branches of a body that stays whole: a form has to know which of them are files. */
function collect(
  flattener: Flattener,
  flat: Flat,
  into = new Map<string, readonly Part[]>(),
  seen = new Set<Flat>(),
): Map<string, readonly Part[]> {
  if (seen.has(flat) || seen.size > MAX_BRANCHES) return into;
  seen.add(flat);
  for (const [wire, parts] of flat.properties) if (!into.has(wire)) into.set(wire, parts);
  for (const { branches } of flat.unions) {
    for (const branch of branches) collect(flattener, flattener.flat([branch]), into, seen);
  }
  return into;
}
