import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { ApiException, errorFormOf, setErrorOf, writeFlatError } from '@app/errors';
import type { RouteTable } from '@app/permissions';

/**
 * Answers what the router has no route for: 405 with the methods of a known path, 404 else. Express on its own
 * answers 404 for both.
 */
export function notFoundMiddleware(table: () => RouteTable): RequestHandler {
  return (request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) {
      next();
      return;
    }
    const methods = table().methodsOf(request.path);
    const error =
      methods.length > 0
        ? new ApiException('method_not_allowed', { headers: { allow: methods.join(', ') } })
        : new ApiException('not_found', {
            message: 'There is nothing at this path; /openapi.json lists the operations.',
          });
    setErrorOf(request, error);
    (errorFormOf(request) ?? writeFlatError)(error, request, response);
  };
}
