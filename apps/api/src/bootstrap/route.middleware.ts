import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { setRouteMatch } from '@app/permissions';
import type { RouteTable } from '@app/permissions';

/** Finds out what a request is for before anything is read or refused; see RouteTable for what it serves. */
export function routeMiddleware(table: () => RouteTable): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction): void => {
    setRouteMatch(request, table().match(request.method, request.path));
    next();
  };
}
