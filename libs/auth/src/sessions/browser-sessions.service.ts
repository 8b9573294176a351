import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import { asTeamId } from '@app/database';
import type { TeamId } from '@app/database';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { RANDOM_BYTES } from '../api-keys/random-bytes';
import type { RandomBytes } from '../api-keys/base62';
import { Clock } from '../clock';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import type { AuthzSubject } from '../invalidation/authz-subject';
import { UsersRepository } from '../users/users.repository';
import type { BrowserSession } from './browser-session';
import { SessionCookie } from './session-cookie';
import { SessionsRepository } from './sessions.repository';
import type { FoundSession } from './sessions.repository';

const ID_BYTES = 32;
const LIFETIME_SECONDS = 7 * 24 * 3600;
/** A session's last use is written down at most so often, in milliseconds. */
const TOUCH_MS = 60_000;
const MAX_CACHED = 10_000;

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
  private readonly cache = new LRUCache<string, { found: FoundSession; until: number }>({ max: MAX_CACHED });
  private epoch = 0;

  constructor(
    private readonly repository: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly cookie: SessionCookie,
    private readonly authz: AuthzInvalidation,
    private readonly clock: Clock,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    authz.onDrop((subject) => this.drop(subject));
  }

  /** Begins a session with a new id, in the first of the user's teams. @returns it, and its `Set-Cookie` */
  async open(person: NewBrowserSession): Promise<{ session: BrowserSession; cookie: string }> {
    const id = Buffer.from(this.randomBytes(ID_BYTES)).toString('base64url');
    const [team] = await this.users.memberships(person.userId);
    const session = await this.repository.insert({
      hash: hashOf(id),
      userId: person.userId,
      teamId: team ? asTeamId(team.teamId) : null,
      amr: person.amr,
      ip: person.address,
      userAgent: person.userAgent?.slice(0, 256) ?? null,
      lifetimeSeconds: LIFETIME_SECONDS,
    });
    return { session, cookie: this.cookie.set(id, session.expiresAt) };
  }

  /** @returns the session of the request's cookie, if it lives and its user may sign in */
  async of(request: Request): Promise<BrowserSession | undefined> {
    return (await this.find(request))?.session;
  }

  /** As `of`, with the role that the user has in the session's team now; null in none. */
  async find(request: Request): Promise<FoundSession | undefined> {
    const id = this.cookie.read(request);
    if (id === undefined) return undefined;
    const key = hashOf(id);
    const now = this.clock.now();
    const known = this.cache.get(key);
    if (known && known.until > now) return known.found;
    const { epoch } = this;
    const found = await this.repository.find(key);
    if (!found) return undefined;
    if (now - found.lastSeenAt.getTime() > TOUCH_MS) await this.repository.touch(key);
    const until = Math.min(now + this.config.credentialCacheMs, found.session.expiresAt.getTime());
    if (epoch === this.epoch) this.cache.set(key, { found, until });
    return found;
  }

  /** Ends the session of the request, on every replica. @returns the `Set-Cookie` that clears the cookie */
  async close(request: Request): Promise<string> {
    const id = this.cookie.read(request);
    if (id !== undefined) {
      await this.repository.remove(hashOf(id));
      this.authz.changed(`key:${hashOf(id)}`);
    }
    return this.cookie.clear();
  }

  /** Ends every session of a user, on every replica. */
  async closeAllOf(userId: string): Promise<void> {
    await this.repository.removeAllOf(userId);
    this.authz.changed(`user:${userId}`);
  }

  /** Puts the session into another team. Whoever calls it has checked that the user is in that team. */
  async setTeam(session: BrowserSession, teamId: TeamId): Promise<void> {
    await this.repository.setTeam(session.hash, teamId);
    this.authz.changed(`key:${session.hash}`);
  }

  /** @returns whether the person proved who they are within the last `maxAgeSeconds` */
  isFresh(session: BrowserSession, maxAgeSeconds: number): boolean {
    return this.clock.now() - session.authenticatedAt.getTime() <= maxAgeSeconds * 1000;
  }

  private drop(subject: AuthzSubject): void {
    this.epoch += 1;
    const [kind, id = ''] = subject.split(':');
    if (kind === 'key') this.cache.delete(id);
    else if (kind === 'all') this.cache.clear();
    else {
      for (const [key, { found }] of this.cache.entries()) {
        const { userId, teamId } = found.session;
        if ((kind === 'user' ? userId : teamId) === id) this.cache.delete(key);
      }
    }
  }
}

const hashOf = (id: string): string => hash('sha256', id, 'hex');
