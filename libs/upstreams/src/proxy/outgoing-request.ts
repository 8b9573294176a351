import type { Request } from 'express';
import { ApiException } from '@app/errors';
import type { ErrorDetail } from '@app/errors';
import { isSafeInPath } from '@app/openapi-tools';
import type { OutgoingRequest } from '../client/upstream-client';
import { readMountedPath } from '../routes/upstream-routes';
import type { ServedOperation } from '../routes/served-operation';
import { decoded } from '../routes/segment';
import { declaredCookies } from './declared-cookies';

/** https://www.rfc-editor.org/rfc/rfc3986#section-3.3, every escape whole */
const PATH_SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+$/;
/** https://www.rfc-editor.org/rfc/rfc3986#section-3.4, and what browsers send bare beyond it */
const QUERY = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?[\]|{}]|%[0-9A-Fa-f]{2})*$/;

const BAD_HEADER = /[\u0000-\u0008\u000a-\u001f\u007f]|[^\u0000-\u00ff]/;

const USER_AGENT = 'duvo-upstreams';

/**
 * What goes to the upstream for a request of ours, REST or rewritten tool call alike. It is built anew: the literal
 * parts of the path come from the document, and of the headers only those that the operation declares go along.
 *
 * @throws ApiException 400 with the faults
 */
export function outgoingRequestOf(request: Request, operation: ServedOperation): OutgoingRequest {
  const faults: ErrorDetail[] = [];
  const path = pathOf(request, operation, faults);
  const query = queryOf(request, operation, faults);
  const headers = headersOf(request, operation, faults);
  if (faults.length > 0) throw new ApiException('invalid_request', { details: faults });
  const body = bodyOf(request.body);
  const type = request.headers['content-type'];
  const { fixed } = operation.mounted;
  return {
    method: operation.route.method,
    path: fixed ? path.slice(0, -fixed.suffix.length) : path,
    query: [fixed?.query ?? '', query].filter((part) => part !== '').join('&'),
    headers: body !== undefined && type !== undefined ? { ...headers, 'content-type': type } : headers,
    body,
  };
}

function pathOf(request: Request, { template }: ServedOperation, faults: ErrorDetail[]): string {
  const segments = readMountedPath(request.path)?.segments ?? [];
  const parts = template.map((part, index) => {
    if (part.kind === 'literal') return part.wire;
    const text = segments[index] ?? '';
    if (!PATH_SEGMENT.test(text) || !isSafeInPath(text)) {
      const field = part.kind === 'variable' ? part.name : part.names.join('.');
      const message =
        'must be a single part of a path: no "/" or "\\", encoded or not, no "..", no control characters';
      faults.push({ field, message, code: 'invalid_value' });
    }
    return text;
  });
  return `/${parts.join('/')}`;
}

function queryOf(
  request: Request,
  { wireNames, mounted, upstream }: ServedOperation,
  faults: ErrorDetail[],
): string {
  const mark = request.url.indexOf('?');
  const query = mark < 0 ? '' : request.url.slice(mark + 1);
  if (query === '') return '';
  if (!QUERY.test(query)) {
    faults.push({ field: 'query', message: 'must be percent-encoded', code: 'invalid_value' });
    return '';
  }
  for (const pair of query.split('&')) {
    const name = decoded((pair.split('=')[0] ?? '').replaceAll('+', ' '));
    const isTaken = name === upstream.credential.queryName || mounted.fixed?.names.includes(name) === true;
    const isKnown =
      mounted.takesAnyQuery || wireNames.query.some((wire) => name === wire || name.startsWith(`${wire}[`));
    if (isTaken || (!isKnown && pair !== '')) {
      faults.push({ field: name.slice(0, 100), message: 'is not a known field', code: 'unrecognized_keys' });
    }
  }
  return query;
}

function headersOf(
  request: Request,
  { wireNames, mounted }: ServedOperation,
  faults: ErrorDetail[],
): Record<string, string> {
  const headers: Record<string, string> = {
    accept: mounted.accept,
    // Bytes are counted and searched as they come.
    'accept-encoding': 'identity',
    'user-agent': USER_AGENT,
  };
  for (const name of wireNames.headers) {
    const value = request.headers[name];
    if (value === undefined) continue;
    const text = [value].flat().join(', ');
    if (BAD_HEADER.test(text)) {
      faults.push({
        field: name,
        message: 'holds characters that no header can carry',
        code: 'invalid_value',
      });
    } else headers[name] = text;
  }
  const cookie = declaredCookies(request.headers.cookie, wireNames.cookies);
  if (cookie !== '') headers.cookie = cookie;
  return headers;
}

/** REST leaves the bytes; a tool call leaves bytes, or the value that is to be sent as JSON. */
function bodyOf(body: unknown): Buffer | undefined {
  if (body === undefined) return undefined;
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(JSON.stringify(body));
}
