import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Scope } from '@app/auth';
import type { TeamId } from '@app/database';
import { AuthorizationServer } from './authorization-server';
import type { Interaction } from './interaction';
import { InteractionGone } from './interaction-gone';

/** What the pages may do with a request for access. Each method takes the request that carries its cookie. */
@Injectable()
export class Interactions {
  constructor(private readonly server: AuthorizationServer) {}

  /** @throws InteractionGone unless the path's uid is that of the cookie */
  of(request: Request, response: Response): Promise<Interaction> {
    void this.server;
    void [request, response];
    return Promise.reject(new InteractionGone('not built'));
  }

  /** @returns URL at which the authorization server goes on */
  finishSignIn(
    request: Request,
    response: Response,
    input: { readonly userId: string; readonly amr: readonly string[] },
  ): Promise<string> {
    void [request, response, input];
    return Promise.reject(new InteractionGone('not built'));
  }

  /** @returns URL at which the authorization server goes on */
  approve(
    request: Request,
    response: Response,
    input: { readonly userId: string; readonly teamId: TeamId; readonly scopes: readonly Scope[] },
  ): Promise<string> {
    void [request, response, input];
    return Promise.reject(new InteractionGone('not built'));
  }

  /** @returns URL at which the authorization server goes on */
  deny(request: Request, response: Response): Promise<string> {
    void [request, response];
    return Promise.reject(new InteractionGone('not built'));
  }
}
