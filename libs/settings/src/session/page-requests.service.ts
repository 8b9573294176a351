import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { BrowserSessions, isSameOrigin, SessionCredential, UserDirectory } from '@app/auth';
import type { BrowserSession, User } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException } from '@app/errors';

/** A person who is signed in, in this browser. */
export interface SignedIn {
  readonly session: BrowserSession;
  readonly user: User;
}

/** Who sends a request from a page of ours. A person without a team is somebody here, though nobody elsewhere. */
@Injectable()
export class PageRequests {
  constructor(
    private readonly credential: SessionCredential,
    private readonly sessions: BrowserSessions,
    private readonly users: UserDirectory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async personOf(request: Request): Promise<SignedIn | undefined> {
    const hash = this.credential.offeredBy(request);
    const session = hash === undefined ? undefined : (await this.sessions.find(hash))?.session;
    const user = session && (await this.users.byId(session.userId));
    return session && user && !user.disabledAt ? { session, user } : undefined;
  }

  /** @throws ApiException invalid_token for whoever is not signed in */
  async requirePerson(request: Request): Promise<SignedIn> {
    const person = await this.personOf(request);
    if (person) return person;
    const headers = { 'cache-control': 'no-store' };
    throw new ApiException('invalid_token', { message: 'You are not signed in.', headers });
  }

  /** For writes of a session. @throws ApiException forbidden without its CSRF token */
  requireToken(request: Request): void {
    if (!this.credential.isFromOurPage(request)) throw notFromOurPage();
  }

  /** For writes without a session, to which no token can be bound. @throws ApiException forbidden */
  requireOwnOrigin(request: Request): void {
    if (!isSameOrigin(request, this.config.publicUrl)) throw notFromOurPage();
  }
}

const notFromOurPage = (): ApiException =>
  new ApiException('forbidden', {
    message: 'The request did not come from a page of this server; reload it.',
  });
