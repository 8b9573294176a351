import { isObject, own } from '../document/is-object';
import { join } from '../document/pointer';
import { OperationRefused } from '../document/refused';
import type { ReportSink } from '../document/report-sink';
import type { Resolver } from '../document/resolver';
import { levelNames } from '../schema/level-keys';
import type { Part } from '../schema/flat';
import type { Flattener } from '../schema/flattener';
import { inferTypes } from '../schema/infer';
import { pickMediaType } from './media-type';

export interface BodyProperty {
  readonly wire: string;
  /** Name from the alias table of the body; still to be checked against other places. */
  readonly name: string;
  readonly parts: readonly Part[];
  readonly required: boolean;
}

export type Body =
  | {
      readonly mode: 'flat';
      readonly required: boolean;
      readonly contentType: string;
      readonly properties: readonly BodyProperty[];
      /** Values of the map `additional_properties`; null when the object has none. */
      readonly rest: readonly Part[] | null;
      readonly parts: readonly Part[];
      readonly pointer: string;
    }
  | {
      readonly mode: 'whole';
      readonly required: boolean;
      readonly contentType: string;
      readonly description: string | null;
      readonly parts: readonly Part[];
      readonly pointer: string;
    };

export interface BodyOptions {
  readonly single: boolean;
  readonly mediaType: string | null;
}

/**
 * The request body of an operation; null when it takes none.
 * @throws OperationRefused for unresolvable bodies and media types without a JSON form
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
  const contentType = pickMediaType(content, options.mediaType, join(pointer, 'content'));
  const schemaAt = join(pointer, 'content', contentType, 'schema');
  const schema = own(content[contentType], 'schema');
  const parts: Part[] = [{ schema: schema === undefined ? true : schema, pointer: schemaAt }];
  const shared = {
    required: value.required === true,
    contentType: contentType.includes('*') ? 'application/json' : contentType,
    parts,
    pointer: schemaAt,
  };
  const description = typeof value.description === 'string' ? value.description : null;
  return options.single
    ? { ...shared, mode: 'whole', description }
    : classify(flattener, shared, description);
}

/** An object with properties is flattened; everything else is one argument `body`, sent bare. */
function classify(
  flattener: Flattener,
  shared: { required: boolean; contentType: string; parts: readonly Part[]; pointer: string },
  description: string | null,
): Body {
  const flat = flattener.flat(shared.parts);
  const types = inferTypes(flat);
  const isPlainObject = types?.size === 1 && types.has('object') && flat.unions.length === 0;
  if (!isPlainObject || flat.properties.size === 0) return { ...shared, mode: 'whole', description };
  const names = levelNames(flattener, shared.parts);
  const properties: BodyProperty[] = [];
  for (const [wire, parts] of flat.properties) {
    const member = flattener.flat(parts);
    if (member.never || member.readOnly) continue;
    properties.push({ wire, name: names.get(wire) ?? wire, parts, required: flat.required.has(wire) });
  }
  const rest = flat.additional ?? (flat.additionalOpen ? [{ schema: true, pointer: shared.pointer }] : null);
  return { ...shared, mode: 'flat', properties, rest };
}
