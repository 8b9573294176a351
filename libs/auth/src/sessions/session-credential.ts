import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import type { Principal } from '../principal';
import { BrowserSessions } from './browser-sessions.service';
import type { BrowserSession } from './browser-session';
import { CsrfTokens } from './csrf-tokens';
import type { FoundSession } from './sessions.repository';

/** Header that carries the CSRF token of a session. A form of another site cannot set a header. */
export const CSRF_HEADER = 'x-csrf-token';

/** The MCP endpoint: what a connected model sends must never act with the rights of an open browser tab. */
const NEVER = /^\/v1\/mcp(\/|$)/i;

/** What the CSRF token of a session is bound to. */
export const csrfBindingOf = ({ hash }: Pick<BrowserSession, 'hash'>): string => `session:${hash}`;

/**
 * The browser session as a credential of the Public API: cookie, CSRF header and the browser's word that the page
 * is ours. If one is missing, there is no Principal.
 */
@Injectable()
export class SessionCredential {
  constructor(
    private readonly sessions: BrowserSessions,
    private readonly tokens: CsrfTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Looks at the request alone: cookie and token are signed, so whoever was never signed in here gets no further.
   * @returns the hash of the session that the request may use, if it exists; `undefined` if it may use none
   */
  offeredBy(request: Request): string | undefined {
    const { headers, baseUrl, path } = request;
    // A bearer credential counts alone, whatever it is worth.
    if (headers.authorization !== undefined || NEVER.test(baseUrl + path)) return undefined;
    const token = headers[CSRF_HEADER];
    if (token === undefined || headers['sec-fetch-site'] !== 'same-origin') return undefined;
    if (headers.origin !== undefined && headers.origin !== this.config.publicUrl) return undefined;
    const hash = this.sessions.hashIn(request);
    return hash !== undefined && this.tokens.isValid(csrfBindingOf({ hash }), token) ? hash : undefined;
  }

  /** From memory. */
  known(hash: string): Principal | undefined {
    return toPrincipal(this.sessions.known(hash));
  }

  /** @throws (rejects) if the store cannot be asked */
  async find(hash: string): Promise<Principal | undefined> {
    return toPrincipal(await this.sessions.find(hash));
  }
}

function toPrincipal(found: FoundSession | undefined): Principal | undefined {
  if (!found) return undefined;
  const { session, role } = found;
  if (session.teamId === null || role === null) return undefined;
  return {
    userId: session.userId,
    teamId: session.teamId,
    role,
    credential: {
      type: 'session',
      id: session.id,
      name: null,
      keyPrefix: null,
      clientName: null,
      expiresAt: session.expiresAt,
    },
    scopes: null,
  };
}
