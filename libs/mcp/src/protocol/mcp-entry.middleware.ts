import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CONFIG, isAllowedHost, isAllowedOrigin } from '@app/config';
import type { Config } from '@app/config';
import { setErrorForm } from '@app/errors';
import { RPC, sendRpcError } from './json-rpc-error';
import { mcpErrorForm } from './mcp-error-form';

/** @returns whether the path is the endpoint, as the router would match it */
export function isMcpPath(path: string): boolean {
  return path === '/v1/mcp' || /^\/v1\/mcp\/?$/i.test(path);
}

/**
 * First thing on `/v1/mcp`: answers are JSON-RPC, never cached, and pages of foreign origins are turned away
 * before a credential is looked at.
 */
@Injectable()
export class McpEntryMiddleware {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    if (!isMcpPath(request.path)) {
      next();
      return;
    }
    setErrorForm(request, mcpErrorForm);
    response.setHeader('cache-control', 'no-store');
    const { host, origin } = request.headers;
    if (!isAllowedHost(this.config, host)) {
      forbid(response, 'The Host header does not name this server; add the name to ALLOWED_HOSTS.');
    } else if (origin !== undefined && !isAllowedOrigin(this.config, origin)) {
      forbid(response, 'Pages of this origin may not call this server; add the origin to ALLOWED_ORIGINS.');
    } else {
      next();
    }
  };
}

function forbid(response: Response, message: string): void {
  sendRpcError(response, 403, { code: RPC.request, message });
}
