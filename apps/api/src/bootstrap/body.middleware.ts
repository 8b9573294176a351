import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { json } from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { principalOf } from '@app/auth';
import { ApiException, carryRefusal } from '@app/errors';
import { DEFAULT_BODY_LIMIT, MIB, routeMatchOf } from '@app/permissions';
import { isDeeperThan, MAX_JSON_DEPTH } from './json-depth';

/** An unread body up to this size is let run out, so that the connection can be used again; in bytes. */
const DISCARD_LIMIT = 64 * 1024;

const awaitingContinue = new WeakSet<IncomingMessage>();

/** Marks a request whose client waits for "100 Continue" before it sends the body. */
export function awaitContinue(request: IncomingMessage): void {
  awaitingContinue.add(request);
}

/**
 * Reads JSON bodies, each route with its own limit, and only for callers with a Principal: whoever is refused
 * for want of a credential never makes us read 15 MiB first. What cannot be read is left on the request for the
 * last guard.
 */
export function bodyMiddleware(): RequestHandler {
  const parsers = new Map<number, RequestHandler>();
  const parserFor = (limit: number): RequestHandler => {
    const parser = parsers.get(limit) ?? json({ limit, strict: false, type: isJson, verify: requireUtf8 });
    parsers.set(limit, parser);
    return parser;
  };
  return (request: Request, response: Response, next: NextFunction): void => {
    if (!hasBody(request)) {
      next();
      return;
    }
    if (!principalOf(request)) {
      leaveUnread(request, response);
      next();
      return;
    }
    if (!isJson(request)) {
      leaveUnread(request, response);
      carryRefusal(request, () => new ApiException('unsupported_media_type'));
      next();
      return;
    }
    if (awaitingContinue.has(request)) response.writeContinue();
    const limit = routeMatchOf(request)?.route.policy.bodyLimit ?? DEFAULT_BODY_LIMIT;
    parserFor(limit)(request, response, (error?: unknown) => {
      if (error !== undefined) {
        leaveUnread(request, response);
        carryRefusal(request, () => bodyRefusal(error, limit));
      } else if (isDeeperThan(request.body, MAX_JSON_DEPTH)) {
        request.body = undefined;
        carryRefusal(request, tooDeep);
      }
      next();
    });
  };
}

function hasBody(request: Request): boolean {
  if (request.headers['transfer-encoding'] !== undefined) return true;
  const length = request.headers['content-length'];
  return length !== undefined && length !== '0';
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

/** The parser would put U+FFFD for what is no UTF-8, and we would store what nobody sent. */
function requireUtf8(_request: IncomingMessage, _response: unknown, bytes: Buffer): void {
  if (!isUtf8(bytes)) throw new Error('The body is not UTF-8.');
}

function tooDeep(): ApiException {
  return new ApiException('invalid_request', {
    details: [
      { field: 'body', message: `is nested more than ${MAX_JSON_DEPTH} levels deep`, code: 'too_deep' },
    ],
  });
}

function bodyRefusal(error: unknown, limit: number): ApiException {
  const type = (error as { type?: unknown }).type;
  if (type === 'entity.too.large') {
    return new ApiException('payload_too_large', {
      message: `The body is over the limit of ${limit / MIB} MiB for this operation.`,
    });
  }
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') {
    return new ApiException('unsupported_media_type', {
      message: 'The body must be UTF-8 JSON, uncompressed or with gzip, deflate or br.',
    });
  }
  return new ApiException('invalid_request', {
    message: 'The body is not valid JSON in UTF-8.',
    details: [{ field: 'body', message: 'is not valid JSON', code: 'invalid_json' }],
    log: error instanceof Error ? error.message : undefined,
  });
}
