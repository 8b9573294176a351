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
const NEVER = '/v1/mcp';

/** What the CSRF token of a session is bound to. */
export const csrfBindingOf = (session: BrowserSession): string => `session:${session.id}`;

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

  /** @throws (rejects) if the store cannot be asked */
  async principalOf(request: Request): Promise<Principal | undefined> {
    const { headers, path } = request;
    if (headers.authorization !== undefined || isUnder(NEVER, path)) return undefined;
    if (headers['sec-fetch-site'] !== 'same-origin') return undefined;
    if (headers.origin !== undefined && headers.origin !== this.config.publicUrl) return undefined;
    const token = headers[CSRF_HEADER];
    if (token === undefined) return undefined;
    const found = await this.sessions.find(request);
    if (!found || !this.tokens.isValid(csrfBindingOf(found.session), token)) return undefined;
    return toPrincipal(found);
  }
}

const isUnder = (prefix: string, path: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

function toPrincipal({ session, role }: FoundSession): Principal | undefined {
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
