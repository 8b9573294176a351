import { All, Body, Controller, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiException } from '@app/errors';
import { routeMatchOf, Surface } from '@app/permissions';
import { Relay } from './proxy/relay.service';
import { Upstreams } from './upstreams.service';

/**
 * One handler for the operations of all upstreams. Which of them a request is for was found before the router ran;
 * the guards have judged that route, and it is the one that is served.
 */
@Controller()
export class UpstreamsController {
  constructor(
    private readonly upstreams: Upstreams,
    private readonly relay: Relay,
  ) {}

  /** Query and body are declared, since the document of the upstream says what may be in them. */
  @All('v1/upstreams/*path')
  @Surface({ id: 'upstreams', access: 'credential', loaded: true })
  serve(
    @Req() request: Request,
    @Res() response: Response,
    @Query() _query: unknown,
    @Body() _body: unknown,
  ): Promise<void> {
    const match = routeMatchOf(request);
    const operation = match && this.upstreams.operationOf(match.route);
    // A reload may have taken it away between the guards and here.
    if (!operation) throw new ApiException('not_found');
    return this.relay.serve(operation, request, response);
  }
}
