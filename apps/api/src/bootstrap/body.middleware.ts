import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { json, raw } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { ApiException, carryRefusal, UNAVAILABLE_RETRY_SECONDS } from '@app/errors';
import { DEFAULT_BODY_LIMIT, MIB, routeMatchOf } from '@app/permissions';
import { BodyBudget } from './body-budget';
import { excessOf, MAX_JSON_DEPTH, MAX_JSON_PARTS } from './json-scan';
import type { JsonExcess } from './json-scan';
import { parseInTurns, UnparsableBody } from './json-turns';

/** An unread body up to this size is let run out, so that the connection can be used again; in bytes. */
const DISCARD_LIMIT = 64 * 1024;

/** Largest compressed body, unpacked, in bytes: what a few bytes on the wire can make of themselves is kept small. */
const UNPACKED_LIMIT = MIB;

/** A longer body is parsed bit by bit, so that other callers do not wait for it; in bytes. */
const PARSED_AT_ONCE = 256 * 1024;

const awaitingContinue = new WeakSet<IncomingMessage>();

/** Marks a request whose client waits for "100 Continue" before it sends the body. */
export function awaitContinue(request: IncomingMessage): void {
  awaitingContinue.add(request);
}

/**
 * Reads JSON bodies, each route with its own limit, and only for callers with a Principal, signing in excepted:
 * whoever is refused for want of a credential never makes us read 15 MiB first. What cannot be read is left on the request for the
 * last guard.
 */
export function bodyMiddleware(): RequestHandler {
  const small = new Map<number, RequestHandler>();
  const large = new Map<number, RequestHandler>();
  const budget = new BodyBudget();
  const parserFor = (request: Request, limit: number): RequestHandler => {
    const parsers = isLarge(request) ? large : small;
    const parser = parsers.get(limit) ?? (parsers === large ? parserInTurns(limit) : parserAtOnce(limit));
    parsers.set(limit, parser);
    return parser;
  };
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!hasBody(request)) {
      next();
      return;
    }
    // Nothing serves a path without a route, so nothing there is read.
    const principal = principalOf(request);
    if (!isReadFor(principal, request)) {
      leaveUnread(request, response);
      next();
      return;
    }
    if (!isTaken(request)) {
      leaveUnread(request, response);
      carryRefusal(request, () => new ApiException('unsupported_media_type'));
      next();
      return;
    }
    const limit = limitOf(request);
    const bytes = memoryOf(request, limit);
    const giveBack =
      bytes > PARSED_AT_ONCE ? budget.take(principal?.credential.id ?? '', bytes) : () => undefined;
    if (!giveBack) {
      leaveUnread(request, response);
      carryRefusal(request, noRoom);
      next();
      return;
    }
    response.once('close', giveBack);
    if (awaitingContinue.has(request)) response.writeContinue();
    const parser = rawTypesOf(request) ? handOn(limit) : parserFor(request, limit);
    parser(request, response, (error?: unknown) => {
      if (error !== undefined) {
        leaveUnread(request, response);
        carryRefusal(request, () => bodyRefusal(error, tooLarge(request, limit)));
      }
      next();
    });
  };
}

/** Bytes as they came: what they mean is for the API behind the operation to say. */
const handOn = (limit: number): RequestHandler => raw({ limit, type: () => true });

function parserAtOnce(limit: number): RequestHandler {
  return json({ limit, strict: false, type: isJson, verify: requireParsable });
}

function parserInTurns(limit: number): RequestHandler {
  const read = raw({ limit, type: isJson });
  return (request: Request, response: Response, next: NextFunction): void => {
    read(request, response, (error?: unknown) => {
      const bytes = request.body as Buffer;
      request.body = undefined;
      if (error !== undefined) {
        next(error);
        return;
      }
      parseInTurns(bytes).then((body) => {
        request.body = body;
        next();
      }, next);
    });
  };
}

/** Whether the body is long and nothing else about it is special: everything that is has one way, the parser's. */
function isLarge(request: Request): boolean {
  return (
    Number(request.headers['content-length']) > PARSED_AT_ONCE &&
    !isCompressed(request) &&
    /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers['content-type'] ?? '')
  );
}

function hasBody(request: Request): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return true;
  const length = request.headers['content-length'];
  return length !== undefined && length !== '0';
}

function isReadFor(principal: Principal | undefined, request: Request): boolean {
  const policy = routeMatchOf(request)?.route.policy;
  if (!policy) return false;
  return principal !== undefined || (policy.kind === 'surface' && policy.bodyOfAnybody === true);
}

const rawTypesOf = (request: Request): readonly string[] | undefined => {
  const policy = routeMatchOf(request)?.route.policy;
  return policy?.kind === 'operation' ? policy.rawTypes : undefined;
};

function isTaken(request: Request): boolean {
  const types = rawTypesOf(request);
  if (!types) return isJson(request);
  const [given = ''] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const type = given.trim();
  return types.some(
    (taken) =>
      taken === '*' || taken === type || (taken.endsWith('/*') && type.startsWith(taken.slice(0, -1))),
  );
}

function isJson(request: IncomingMessage): boolean {
  const type = request.headers['content-type'];
  return type !== undefined && /^application\/json\s*(;|$)/i.test(type);
}

/** A large body nobody wants is not received: the connection ends with the reply. */
function leaveUnread(request: Request, response: Response): void {
  const length = Number(request.headers['content-length'] ?? Infinity);
  if (length > DISCARD_LIMIT) response.setHeader('connection', 'close');
}

/** @returns how many bytes reading the body may take */
function memoryOf(request: Request, limit: number): number {
  const length = isCompressed(request) ? NaN : Number(request.headers['content-length']);
  // A body without a length may become as long as the limit; one that says it is longer is not read at all.
  return length > limit ? 0 : Number.isNaN(length) ? limit : length;
}

const noRoom = (): ApiException =>
  new ApiException('unavailable', {
    message: 'Too many large bodies are on their way; send fewer at a time, or try again in a moment.',
    headers: { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) },
  });

function limitOf(request: Request): number {
  const limit = routeMatchOf(request)?.route.policy.bodyLimit ?? DEFAULT_BODY_LIMIT;
  return isCompressed(request) ? Math.min(limit, UNPACKED_LIMIT) : limit;
}

function isCompressed(request: IncomingMessage): boolean {
  return (request.headers['content-encoding'] || 'identity').toLowerCase() !== 'identity';
}

/**
 * Runs between reading and parsing. The parser would decode other charsets, although JSON between systems is UTF-8
 * (RFC 8259, 8.1), and would put U+FFFD for what is no UTF-8, so that we stored what nobody sent.
 */
function requireParsable(
  _request: IncomingMessage,
  _response: unknown,
  bytes: Buffer,
  charset: string | null,
): void {
  if (charset !== null && charset !== 'utf-8') throw new UnparsableBody('charset.unsupported');
  if (!isUtf8(bytes)) throw new UnparsableBody('not_utf8');
  const excess = excessOf(bytes);
  if (excess) throw new UnparsableBody(excess);
}

const EXCESS: Readonly<Record<JsonExcess, string>> = {
  too_deep: `is nested more than ${MAX_JSON_DEPTH} levels deep`,
  too_complex: `holds more than ${MAX_JSON_PARTS} lists, objects and values`,
};

function tooLarge(request: Request, limit: number): ApiException {
  return new ApiException('payload_too_large', {
    message: isCompressed(request)
      ? `The body unpacks to more than ${limit / MIB} MiB; send one of this size without Content-Encoding.`
      : `The body is over the limit of ${limit / MIB} MiB for this operation.`,
  });
}

function bodyRefusal(error: unknown, tooLarge: ApiException): ApiException {
  const type = (error as { type?: unknown }).type;
  if (type === 'entity.too.large') return tooLarge;
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new ApiException('unsupported_media_type', {
      message: 'The body must be UTF-8 JSON, uncompressed or with gzip, deflate or br.',
    });
  }
  if (type === 'too_deep' || type === 'too_complex') {
    return new ApiException('invalid_request', {
      details: [{ field: 'body', message: EXCESS[type], code: type }],
    });
  }
  return new ApiException('invalid_request', {
    message: 'The body is not valid JSON in UTF-8.',
    details: [{ field: 'body', message: 'is not valid JSON', code: 'invalid_json' }],
    log: error instanceof Error ? error.message : undefined,
  });
}
