import { isJson } from '../arguments/media-type';
import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import type { ReportSink } from '../document/report-sink';
import type { Resolver } from '../document/resolver';
import type { JsonObject } from '../model/json';
import { Emitter } from '../schema/emitter';
import { describe } from '../schema/describe';
import type { EmitSettings } from '../schema/emit-task';
import type { Flat, Part } from '../schema/flat';
import type { Flattener } from '../schema/flattener';
import { inferTypes } from '../schema/infer';
import { levelNames } from '../schema/level-keys';
import { byCodeUnit } from '../text/sort';
import type { Operation } from './list-operations';

export interface OutputSchema {
  /** Made when it is asked for; what it loses is in the report all the same. */
  readonly schema: () => JsonObject | null;
  readonly wrapped: boolean;
}

const NONE: OutputSchema = { schema: () => null, wrapped: false };

/** Schema of the reply, always with an object root: anything else is wrapped as `{ result }`. */
export function outputSchemaOf(
  found: Operation,
  resolver: Resolver,
  flattener: Flattener,
  strictness: 'full' | 'lenient' | 'none',
  settings: EmitSettings,
): OutputSchema {
  if (strictness === 'none') return NONE;
  const parts = replyParts(found, resolver, settings.sink);
  if (parts === null) return NONE;
  const flat = flattener.flat(parts);
  if (flat.lost.some((loss) => loss.fatal === true)) {
    settings.sink.add('lossy', 'external_ref', found.pointer, 'The reply is described outside the document.');
    return NONE;
  }
  const types = inferTypes(flat);
  const isObjectRoot = types?.size === 1 && types.has('object') && flat.unions.length === 0 && !flat.nullable;
  const wrapped = !isObjectRoot;
  if (strictness === 'lenient')
    return { schema: () => lenient(flattener, flat, parts, isObjectRoot), wrapped };
  const root = isObjectRoot ? parts : [{ schema: wrap(parts), pointer: parts[0]?.pointer ?? '' }];
  const schema = new Emitter(flattener, settings).value(root);
  return { schema: () => schema, wrapped };
}

function wrap(parts: readonly Part[]): Record<string, unknown> {
  return { type: 'object', properties: { result: parts[0]?.schema }, required: ['result'] };
}

/** The `200`, else the lowest other 2xx, else `2XX`; JSON only. `default` means errors. */
function replyParts(found: Operation, resolver: Resolver, sink: ReportSink): Part[] | null {
  const { responses } = found.operation;
  if (!isObject(responses)) return null;
  const codes = Object.keys(responses).sort(byCodeUnit);
  const code =
    codes.find((status) => status === '200') ??
    codes.find((status) => /^2\d\d$/.test(status)) ??
    codes.find((status) => /^2XX$/i.test(status));
  if (code === undefined) return null;
  const at = join(found.pointer, 'responses', code);
  const reply = resolver.follow(responses[code], at);
  if (reply.kind !== 'found' || !isObject(reply.at.value)) {
    sink.add('lossy', 'missing_response', at, 'The reply cannot be resolved; no output schema.');
    return null;
  }
  const { content } = reply.at.value;
  if (!isObject(content)) return null;
  const mediaType = Object.keys(content).sort(byCodeUnit).find(isJson);
  const media = mediaType === undefined ? undefined : content[mediaType];
  if (mediaType === undefined || !isObject(media) || media.schema === undefined) return null;
  return [{ schema: media.schema, pointer: join(reply.at.pointer, 'content', mediaType, 'schema') }];
}

/** Object root, property names and descriptions: nothing a deviating API could break. */
function lenient(
  flattener: Flattener,
  flat: Flat,
  parts: readonly Part[],
  isObjectRoot: boolean,
): JsonObject {
  const properties: JsonObject = {};
  const out: JsonObject = { type: 'object', properties };
  if (!isObjectRoot) {
    properties.result = described(flat);
    return out;
  }
  const names = levelNames(flattener, parts);
  const rows = [...flat.properties].map(([wire, member]) => ({
    name: names.get(wire) ?? wire,
    flat: flattener.flat(member),
  }));
  for (const row of rows.sort((a, b) => byCodeUnit(a.name, b.name))) {
    if (!row.flat.never && !row.flat.writeOnly) properties[row.name] = described(row.flat);
  }
  return { ...described(flat), ...out };
}

function described(flat: Flat): JsonObject {
  const description = describe(flat, []);
  return description === '' ? {} : { description };
}
