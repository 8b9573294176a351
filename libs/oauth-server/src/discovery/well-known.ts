import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, setErrorOf, writeFlatError } from '@app/errors';
import { AuthorizationServer } from '../provider/authorization-server';
import { answerJson } from '../shim/answers';
import { resourceMetadata, RESOURCE_METADATA_PATHS } from './resource-metadata';

const SERVER_METADATA_PATHS: ReadonlySet<string> = new Set([
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
]);
const METHODS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Serves everything under `/.well-known`. A path that is nothing says so in JSON: hosts try several, and take a
 * page with status 200 for an answer.
 */
@Injectable()
export class WellKnown {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly server: AuthorizationServer,
  ) {}

  serve(request: Request, response: Response): void {
    const { path } = request;
    const isServer = SERVER_METADATA_PATHS.has(path) && !this.config.oauth.external;
    if (!isServer && !RESOURCE_METADATA_PATHS.has(path)) {
      refuse(new ApiException('not_found'), request, response);
    } else if (!METHODS.includes(request.method)) {
      const headers = { allow: METHODS.join(', ') };
      refuse(new ApiException('method_not_allowed', { headers }), request, response);
    } else if (isServer) {
      this.server.handle(request, response);
    } else {
      this.serveResource(request, response);
    }
  }

  private serveResource(request: Request, response: Response): void {
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET');
      response.setHeader('access-control-allow-headers', 'MCP-Protocol-Version');
      response.setHeader('access-control-max-age', '3600');
      response.status(204).end();
      return;
    }
    answerJson(response, 200, resourceMetadata(this.config), { 'cache-control': 'public, max-age=300' });
  }
}

function refuse(error: ApiException, request: Request, response: Response): void {
  response.setHeader('access-control-allow-origin', '*');
  setErrorOf(request, error);
  writeFlatError(error, request, response);
}
