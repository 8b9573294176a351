import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiException, carryRefusal, setErrorOf, writeFlatError } from '@app/errors';
import { setRouteMatch } from '@app/permissions';
import type { RouteLookup } from '@app/permissions';
import { NO_ROUTE_PATH } from './no-route.controller';

const BAD_ESCAPE = 'The path holds an escape that no text is encoded as; it must be UTF-8, percent-encoded.';

const PUBLIC_API = /^\/v1(\/|$)/i;

/**
 * Finds out what a request is for before anything is read or refused; see RouteLookup for what it serves.
 *
 * Express on its own says 404 to a known path with a method it does not have; that is a 405 here. Under `/v1`
 * both are said by the last guard, so that a path without a route costs what any other request costs and asks for
 * a credential first.
 */
export function routeMiddleware(table: () => RouteLookup): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const isReadable = isDecodable(request.path);
    const match = isReadable ? table().match(request.method, request.path) : undefined;
    const methods = match ? [] : table().methodsOf(request.path);
    if (!match && PUBLIC_API.test(request.path) && !isMcp(request.path)) {
      carryRefusal(request, () => {
        if (!isReadable) return badEscape();
        return methods.length > 0 ? wrongMethod(methods) : new ApiException('not_found');
      });
      request.url = NO_ROUTE_PATH;
    } else if (!isReadable) {
      refuse(badEscape(), request, response);
      return;
    } else if (methods.length > 0) {
      refuse(wrongMethod(methods), request, response);
      return;
    }
    setRouteMatch(request, match);
    next();
  };
}

/** The router would answer a bad escape itself, before anybody has asked for a credential or counted the call. */
function isDecodable(path: string): boolean {
  if (!path.includes('%')) return true;
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Answered before a credential is asked for, as the transport wants it: a host tries GET to find out about streams. */
const isMcp = (path: string): boolean => /^\/v1\/mcp\/?$/i.test(path);

const badEscape = (): ApiException => new ApiException('invalid_request', { message: BAD_ESCAPE });

const wrongMethod = (methods: readonly string[]): ApiException =>
  new ApiException('method_not_allowed', { headers: { allow: methods.join(', ') } });

function refuse(error: ApiException, request: Request, response: Response): void {
  setErrorOf(request, error);
  writeFlatError(error, request, response);
}
