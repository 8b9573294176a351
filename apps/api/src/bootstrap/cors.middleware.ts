import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isAllowedOrigin } from '@app/config';
import type { Config } from '@app/config';

const ALLOW_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Session-Id',
  'Last-Event-ID',
  'X-MCP-Profile',
  'X-MCP-Toolsets',
  'X-MCP-Readonly',
  'X-MCP-Tools',
  'X-MCP-Mode',
].join(', ');

const EXPOSE_HEADERS = [
  'WWW-Authenticate',
  'Mcp-Session-Id',
  'Retry-After',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
  'RateLimit',
  'RateLimit-Policy',
  'idempotent-replayed',
].join(', ');

/** How long a browser may remember a preflight, in seconds. */
const MAX_AGE = '600';

/**
 * CORS for browser clients under /v1. Credentials travel in `Authorization`, so there is no credentials mode;
 * a preflight needs no credential (https://fetch.spec.whatwg.org/#cors-preflight-fetch).
 */
export function corsMiddleware(config: Config): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const origin = request.headers.origin;
    if (!request.path.toLowerCase().startsWith('/v1/')) {
      next();
      return;
    }
    response.vary('Origin');
    if (origin !== undefined && isAllowedOrigin(config, origin)) {
      response.setHeader('access-control-allow-origin', origin);
      response.setHeader('access-control-expose-headers', EXPOSE_HEADERS);
    }
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    if (response.hasHeader('access-control-allow-origin')) {
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
      response.setHeader('access-control-allow-headers', ALLOW_HEADERS);
      response.setHeader('access-control-max-age', MAX_AGE);
    }
    response.status(204).end();
  };
}
