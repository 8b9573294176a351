import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { asTeamId } from '@app/database';
import type { TeamId } from '@app/database';
import { Clock } from '../clock';
import { UsersRepository } from '../users/users.repository';
import type { BrowserSession } from './browser-session';
import { SessionCookie } from './session-cookie';
import { SessionStore } from './session-store';
import type { FoundSession } from './sessions.repository';

const LIFETIME_SECONDS = 7 * 24 * 3600;
const MAX_USER_AGENT = 256;

export interface NewBrowserSession {
  readonly userId: string;
  readonly amr: readonly string[];
  readonly address: string;
  readonly userAgent: string | null;
}

/**
 * Sessions of signed-in browsers: at most 7 days, 12 hours without a request. The id exists in the cookie only;
 * the database has its hash. What was found is remembered as long as a credential may be, and forgotten with it.
 */
@Injectable()
export class BrowserSessions {
  constructor(
    private readonly store: SessionStore,
    private readonly cookie: SessionCookie,
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  /** Begins a session with a new id, in the first of the user's teams. @returns it, and its `Set-Cookie` */
  async open(person: NewBrowserSession): Promise<{ session: BrowserSession; cookie: string }> {
    const id = this.cookie.newId();
    const [team] = await this.users.memberships(person.userId);
    const session = await this.store.insert({
      hash: hashOf(id),
      userId: person.userId,
      teamId: team ? asTeamId(team.teamId) : null,
      amr: person.amr,
      ip: person.address,
      userAgent: person.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
      lifetimeSeconds: LIFETIME_SECONDS,
    });
    return { session, cookie: this.cookie.set(id, session.expiresAt) };
  }

  /** @returns the session of the request's cookie, if it lives and its user may sign in */
  async of(request: Request): Promise<BrowserSession | undefined> {
    const key = this.hashIn(request);
    return key === undefined ? undefined : (await this.find(key))?.session;
  }

  /** @returns the hash of the session that the cookie names, whether or not there is (still) one */
  hashIn(request: Request): string | undefined {
    const id = this.cookie.read(request);
    return id === undefined ? undefined : hashOf(id);
  }

  /** The session with a hash, from memory, and the role that its user has in its team; null in none. */
  known(key: string): FoundSession | undefined {
    return this.store.known(key);
  }

  /** As `known`, asking the database too. @throws (rejects) if it cannot be asked */
  find(key: string): Promise<FoundSession | undefined> {
    return this.store.find(key);
  }

  /** Ends the session of the request, on every replica. @returns the `Set-Cookie` that clears the cookie */
  async close(request: Request): Promise<string> {
    const key = this.hashIn(request);
    if (key !== undefined) await this.store.end(key);
    return this.cookie.clear();
  }

  /** Ends every session of a user, on every replica. */
  closeAllOf(userId: string): Promise<void> {
    return this.store.endAllOf(userId);
  }

  /** Puts the session into another team. Whoever calls it has checked that the user is in that team. */
  setTeam(session: BrowserSession, teamId: TeamId): Promise<void> {
    return this.store.setTeam(session.hash, teamId);
  }

  /** @returns whether the person proved who they are within the last `maxAgeSeconds` */
  isFresh(session: BrowserSession, maxAgeSeconds: number): boolean {
    return this.clock.now() - session.authenticatedAt.getTime() <= maxAgeSeconds * 1000;
  }

  /**
   * As `isFresh`, where another replica may have taken a newer proof: what is remembered here is not the last word.
   * @throws (rejects) if the database cannot be asked
   */
  async isProven(session: BrowserSession, maxAgeSeconds: number): Promise<boolean> {
    if (this.isFresh(session, maxAgeSeconds)) return true;
    const stored = await this.store.stored(session.hash);
    return stored !== undefined && this.isFresh(stored, maxAgeSeconds);
  }

  /** Notes that the person has just proved who they are. @returns when */
  prove(session: BrowserSession): Promise<Date> {
    return this.store.prove(session.hash);
  }
}

const hashOf = (id: string): string => hash('sha256', id, 'hex');
