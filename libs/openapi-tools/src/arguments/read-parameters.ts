import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import { OperationRefused } from '../document/refused';
import type { ReportSink } from '../document/report-sink';
import type { Resolver } from '../document/resolver';
import type { ParameterLocation } from '../model/tool';
import type { Parameter, Style } from './parameter';

/** Styles each place knows, its default first (OAS 3.1.2, Style Values). */
const STYLES: Record<ParameterLocation, readonly Style[]> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};

/** RFC 9110, Tokens. */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

export interface ParameterList {
  readonly list: unknown;
  readonly pointer: string;
}

/**
 * Parameters of path and operation as one list.
 * - an operation parameter replaces the path parameter of the same place and name
 * - header names are compared without case
 */
export function readParameters(
  resolver: Resolver,
  lists: readonly ParameterList[],
  sink: ReportSink,
): Parameter[] {
  const found = new Map<string, Parameter>();
  for (const { list, pointer } of lists) {
    if (!Array.isArray(list)) continue;
    (list as unknown[]).forEach((raw, i) => {
      const parameter = readParameter(resolver, raw, join(pointer, i), sink);
      if (parameter !== null) found.set(keyOf(parameter), parameter);
    });
  }
  return [...found.values()];
}

export function keyOf(parameter: { in: string; name: string }): string {
  const name = parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name;
  return `${parameter.in}:${name}`;
}

function readParameter(resolver: Resolver, raw: unknown, at: string, sink: ReportSink): Parameter | null {
  const target = resolver.follow(raw, at);
  if (target.kind !== 'found') {
    const code = target.kind === 'external' ? 'external_ref' : 'missing_parameter';
    throw new OperationRefused(code, at, 'A parameter reference cannot be resolved inside the document.');
  }
  const { value, pointer } = target.at;
  const place = isObject(value) ? (value.in as ParameterLocation) : null;
  if (!isObject(value) || typeof value.name !== 'string' || place === null || !Object.hasOwn(STYLES, place)) {
    sink.add('lossy', 'invalid_parameter', at, 'A parameter without a name or a known "in" is left out.');
    return null;
  }
  if (place === 'header' && !TOKEN.test(value.name)) {
    if (value.required === true) {
      throw new OperationRefused(
        'bad_header_name',
        pointer,
        'The required header has a name HTTP cannot send.',
      );
    }
    sink.add('lossy', 'bad_header_name', pointer, 'A header whose name HTTP cannot send is left out.');
    return null;
  }
  const style = readStyle(value, place, pointer, sink);
  const asForm = style.name !== style.asked;
  const content = readContent(value, pointer, sink);
  return {
    in: place,
    name: value.name,
    required: value.required === true || place === 'path',
    description: typeof value.description === 'string' ? value.description : null,
    deprecated: value.deprecated === true,
    style: style.name,
    explode: asForm || (typeof value.explode === 'boolean' ? value.explode : style.name === 'form'),
    // Only a query may leave reserved characters bare.
    allowReserved: place === 'query' && value.allowReserved === true,
    allowEmptyValue: place === 'query' && value.allowEmptyValue === true,
    content: content?.mediaType ?? null,
    parts: [
      content?.part ?? {
        schema: value.schema === undefined ? true : value.schema,
        pointer: join(pointer, 'schema'),
      },
    ],
    pointer,
  };
}

function readStyle(
  value: Record<string, unknown>,
  place: ParameterLocation,
  pointer: string,
  sink: ReportSink,
): { name: Style; asked: Style } {
  const [fallback] = STYLES[place] as readonly [Style, ...Style[]];
  if (value.style === undefined) return { name: fallback, asked: fallback };
  const known = STYLES[place].find((style) => style === value.style);
  if (known === undefined) {
    sink.add(
      'lossy',
      'unknown_style',
      pointer,
      `Style ${JSON.stringify(value.style)} is not defined in ${place}.`,
    );
    return { name: fallback, asked: fallback };
  }
  // Exploded space and pipe delimiters are undefined; they are sent as exploded form.
  const delimited = known === 'spaceDelimited' || known === 'pipeDelimited';
  return { name: delimited && value.explode === true ? 'form' : known, asked: known };
}

function readContent(
  value: Record<string, unknown>,
  pointer: string,
  sink: ReportSink,
): { mediaType: string; part: { schema: unknown; pointer: string } } | null {
  if (!isObject(value.content)) return null;
  const types = Object.keys(value.content).sort();
  const [mediaType] = types;
  if (mediaType === undefined) return null;
  if (types.length > 1) {
    sink.add('lossy', 'content_choice', pointer, `Of several media types "${mediaType}" is used.`);
  }
  const media = value.content[mediaType];
  const schema = isObject(media) && media.schema !== undefined ? media.schema : true;
  return { mediaType, part: { schema, pointer: join(pointer, 'content', mediaType, 'schema') } };
}
