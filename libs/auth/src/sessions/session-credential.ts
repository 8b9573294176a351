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

/** Where the dashboard gets its data, its CSRF token too: reading takes the cookie alone. */
const DASHBOARD = /^\/api(\/|$)/i;

/** What the CSRF token of a session is bound to. */
export const csrfBindingOf = ({ hash }: Pick<BrowserSession, 'hash'>): string => `session:${hash}`;

/**
 * The browser session as a credential: cookie, CSRF header and the browser's word that the page is ours. If one is
 * missing, there is no Principal; under `/api` the header is asked for later, and of writes alone.
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
    if (headers['sec-fetch-site'] !== 'same-origin') return undefined;
    if (headers.origin !== undefined && headers.origin !== this.config.publicUrl) return undefined;
    if (DASHBOARD.test(baseUrl + path)) return this.sessions.hashIn(request);
    // Looked at first: a request without it costs no signature.
    if (headers[CSRF_HEADER] === undefined) return undefined;
    const hash = this.sessions.hashIn(request);
    return hash !== undefined && this.hasToken(hash, request) ? hash : undefined;
  }

  /** @returns whether the request carries the CSRF token of its session, which only a page of ours knows */
  isFromOurPage(request: Request): boolean {
    const hash = this.sessions.hashIn(request);
    return hash !== undefined && this.hasToken(hash, request);
  }

  /** From memory. */
  known(hash: string): Principal | undefined {
    return toPrincipal(this.sessions.known(hash));
  }

  /** @throws (rejects) if the store cannot be asked */
  async find(hash: string): Promise<Principal | undefined> {
    return toPrincipal(await this.sessions.find(hash));
  }

  private hasToken(hash: string, { headers }: Request): boolean {
    return this.tokens.isValid(csrfBindingOf({ hash }), headers[CSRF_HEADER]);
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
