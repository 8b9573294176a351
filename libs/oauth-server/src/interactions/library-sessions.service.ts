import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AuthorizationServer } from '../provider/authorization-server';

/** The session that the authorization server keeps beside ours, so that one request for access can be resumed. */
@Injectable()
export class LibrarySessions {
  constructor(private readonly server: AuthorizationServer) {}

  /** Ends it. Connections that were approved in it go on; its cookie then names nothing any more. */
  async end(request: Request, response: Response): Promise<void> {
    const session = await this.server.sessionOf(request, response);
    if (session?.accountId !== undefined) await session.destroy();
  }
}
