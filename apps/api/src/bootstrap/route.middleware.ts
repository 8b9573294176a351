import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiException, setErrorOf, writeFlatError } from '@app/errors';
import { setRouteMatch } from '@app/permissions';
import type { RouteTable } from '@app/permissions';

/**
 * Finds out what a request is for before anything is read or refused; see RouteTable for what it serves. A
 * known path with a method it does not have is answered here: Express on its own says 404 to that.
 */
export function routeMiddleware(table: () => RouteTable): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    const match = table().match(request.method, request.path);
    const methods = match ? [] : table().methodsOf(request.path);
    if (methods.length > 0) {
      refuse(methods, request, response);
      return;
    }
    setRouteMatch(request, match);
    next();
  };
}

function refuse(methods: readonly string[], request: Request, response: Response): void {
  const error = new ApiException('method_not_allowed', { headers: { allow: methods.join(', ') } });
  setErrorOf(request, error);
  writeFlatError(error, request, response);
}
