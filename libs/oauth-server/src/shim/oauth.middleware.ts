import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, setErrorOf, writeFlatError } from '@app/errors';
import { WellKnown } from '../discovery/well-known';
import { canonicalise } from './canonical-host';
import { Endpoints } from './endpoints';
import { realPath } from './endpoint';

const OURS = /^\/(oauth|\.well-known)(\/|$)/;

/**
 * What goes to the authorization server, before anything asks for a credential. Pages under `/oauth` go on to the
 * router like any other route.
 *
 * - The canonical host is set here and nowhere else: `/v1/mcp` must see the host as it came.
 */
@Injectable()
export class OAuthMiddleware {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly wellKnown: WellKnown,
    private readonly endpoints: Endpoints,
  ) {}

  /** Express middleware; bound, so that it can be passed around. */
  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    const path = realPath(request.path);
    if (!OURS.test(path)) {
      next();
      return;
    }
    canonicalise(request, this.config.publicUrl);
    keepOpener(response);
    if (path.startsWith('/.well-known')) {
      this.wellKnown.serve(request, response);
      return;
    }
    if (this.config.oauth.external) {
      refuse(new ApiException('not_found'), request, response);
      return;
    }
    if (path !== request.path) rewrite(request, path);
    if (!this.endpoints.serve(path, request, response)) next();
  };
}

/**
 * Hosts in the browser ask in a window of their own, whose last page speaks to the page behind it. Any other policy
 * on the way, that of a redirect included, cuts the tie between the two
 * (https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies).
 */
function keepOpener(response: Response): void {
  response.setHeader('cross-origin-opener-policy', 'unsafe-none');
}

function rewrite(request: Request, path: string): void {
  request.url = `${path}${request.url.slice(request.path.length)}`;
  request.originalUrl = request.url;
}

function refuse(error: ApiException, request: Request, response: Response): void {
  setErrorOf(request, error);
  writeFlatError(error, request, response);
}
