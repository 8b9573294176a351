import type { EncodedRequest } from '../model/request';

export interface PrintableRequest {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  /** Null without a body. */
  body: string | null;
  /** `base64` for bytes that are no text. */
  bodyEncoding: 'base64' | null;
}

const TEXTUAL =
  /^(?:text\/|multipart\/|application\/(?:x-www-form-urlencoded|json|xml|yaml|x-ndjson)\b|[^;]*\+(?:json|xml|yaml)\b)/i;

/** A request as it goes out, as JSON that anybody can read. */
export function printableRequest(request: EncodedRequest): PrintableRequest {
  const { method, path, query, headers, contentType } = request;
  const all = contentType === null ? { ...headers } : { ...headers, 'content-type': contentType };
  return { method, path, query, headers: all, ...bodyOf(request) };
}

function bodyOf({ body, contentType }: EncodedRequest): Pick<PrintableRequest, 'body' | 'bodyEncoding'> {
  if (body === undefined) return { body: null, bodyEncoding: null };
  if (!(body instanceof Uint8Array)) return { body: JSON.stringify(body), bodyEncoding: null };
  const text = TEXTUAL.test(contentType ?? '') ? decode(body) : null;
  if (text !== null) return { body: text, bodyEncoding: null };
  return { body: Buffer.from(body).toString('base64'), bodyEncoding: 'base64' };
}

/** Null where the bytes are no UTF-8. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
