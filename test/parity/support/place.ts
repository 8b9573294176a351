import type { ApiOperation, Place } from './operations';

export type Args = Readonly<Record<string, unknown>>;

export interface RestRequest {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/**
 * Puts flat arguments where the document says. Written by hand on purpose: with the product's own codec on both
 * sides a mistake of the codec would cancel itself out. Unknown arguments go where a REST client would put them.
 */
export function placeRest(operation: ApiOperation, args: Args): RestRequest {
  let path = operation.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  const body: Record<string, unknown> = {};
  const places = new Map(operation.inputs.map((input) => [input.name, input]));
  const fallback: Place = operation.takesBody ? 'body' : 'query';
  for (const [name, value] of Object.entries(args)) {
    const input = places.get(name);
    const wire = input?.wire ?? name;
    switch (input?.in ?? fallback) {
      case 'path':
        path = path.replace(`{${wire}}`, encodeURIComponent(wireText(value)));
        break;
      case 'query':
        for (const item of [value].flat()) query.append(wire, wireText(item));
        break;
      case 'header':
        headers[wire] = wireText(value);
        break;
      case 'body':
        Object.defineProperty(body, wire, { value, enumerable: true });
    }
  }
  const search = query.toString();
  if (operation.takesBody) headers['content-type'] = 'application/json';
  return {
    method: operation.method,
    url: search === '' ? path : `${path}?${search}`,
    headers,
    body: operation.takesBody ? JSON.stringify(body) : undefined,
  };
}

/** A URL has no place for an object, nor for half a surrogate pair. */
function wireText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return Buffer.from(text).toString();
}
