import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';

/** The embedded authorization server. */
@Injectable()
export class AuthorizationServer {
  private built: Provider | undefined;

  /** @throws before the module has started, and where an external server issues the tokens */
  get provider(): Provider {
    if (!this.built) throw new Error('The embedded authorization server is not running.');
    return this.built;
  }

  /** Serves a request whose path is one of the library's. */
  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    void this.provider.callback()(request, response);
  };
}
