import { Controller, Get, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Surface } from '@app/permissions';
import { send } from '../interactions/page-answer';
import { FederationArrival } from './federation-arrival.service';
import { FederationCallback } from './federation-callback.service';
import { FederationPages } from './federation-pages.service';
import { FederationStart } from './federation-start.service';

/** Signing in at an OpenID Connect provider, with or without a request for access. */
@Controller('oauth')
export class FederationController {
  constructor(
    private readonly pages: FederationPages,
    private readonly start: FederationStart,
    private readonly callback: FederationCallback,
    private readonly arrival: FederationArrival,
  ) {}

  @Get('interaction/:uid/federated/start')
  @Surface({ id: 'oauth_federation_start', access: 'public' })
  async startInteraction(@Req() request: Request, @Res() response: Response): Promise<void> {
    const step = this.start.ofInteraction.bind(this.start, request, response);
    send(response, await this.pages.answer(request, step));
  }

  @Get('interaction/:uid/federated')
  @Surface({ id: 'oauth_federation_return', access: 'public' })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    send(response, await this.pages.answer(request, () => this.arrival.finish(request, response)));
  }

  @Get('federation/start')
  @Surface({ id: 'federation_start', access: 'public' })
  async startPath(@Req() request: Request, @Res() response: Response): Promise<void> {
    const step = this.start.ofPath.bind(this.start, request, response);
    send(response, await this.pages.answer(request, step));
  }

  @Get('federation/callback')
  @Surface({ id: 'federation_callback', access: 'public' })
  async complete(@Req() request: Request, @Res() response: Response): Promise<void> {
    const step = this.callback.complete.bind(this.callback, request, response);
    send(response, await this.pages.answer(request, step));
  }
}
