import { isObject } from '../document/is-object';
import { OperationRefused } from '../document/refused';

/** Media type without parameters, in lower case. */
export function essence(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase();
}

export function isJson(mediaType: string): boolean {
  const type = essence(mediaType);
  return type === 'application/json' || type.endsWith('+json') || type === 'text/json';
}

/**
 * The declared request media type that is sent: JSON before other `+json` types before wildcards
 * with a structured schema.
 * @throws OperationRefused when none of them has a JSON form
 */
export function pickMediaType(
  content: Record<string, unknown>,
  wanted: string | null,
  pointer: string,
): string {
  const types = Object.keys(content).sort();
  if (wanted !== null) {
    const match = types.find((type) => essence(type) === essence(wanted));
    if (match !== undefined && (isJson(match) || isStructured(match, content[match]))) return match;
    throw unsupported(pointer, wanted);
  }
  const json =
    types.find((type) => essence(type) === 'application/json') ??
    types.find(isJson) ??
    types.find((type) => isStructured(type, content[type]));
  if (json === undefined) throw unsupported(pointer, types.join(', '));
  return json;
}

/** A wildcard type whose schema is no plain string is JSON. */
function isStructured(mediaType: string, media: unknown): boolean {
  const type = essence(mediaType);
  if (type !== '*/*' && type !== 'application/*') return false;
  const schema = isObject(media) ? media.schema : undefined;
  return isObject(schema) && schema.type !== 'string' && Object.keys(schema).length > 0;
}

function unsupported(pointer: string, types: string): OperationRefused {
  return new OperationRefused(
    'unsupported_media_type',
    pointer,
    `Request bodies of type ${types} are not converted; declare a JSON media type.`,
  );
}
