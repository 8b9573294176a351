import { Injectable } from '@nestjs/common';
import type { TeamId } from '@app/database';
import { withTimeLimit } from '../credentials/with-time-limit';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import type { BrowserSession } from './browser-session';
import { SessionCache } from './session-cache';
import { SessionsRepository } from './sessions.repository';
import type { FoundSession, NewSession } from './sessions.repository';

/** A store that is frozen rather than down must still give a 503 while the browser waits. */
const LOOKUP_LIMIT_MS = 5_000;

/** Sessions by the hash of their id: memory first, then the database. What ends here ends on every replica. */
@Injectable()
export class SessionStore {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly cache: SessionCache,
    private readonly authz: AuthzInvalidation,
  ) {}

  insert(session: NewSession): Promise<BrowserSession> {
    return this.repository.insert(session);
  }

  /** From memory. */
  known(hash: string): FoundSession | undefined {
    return this.cache.get(hash);
  }

  /** @throws (rejects) if the database cannot be asked */
  async find(hash: string): Promise<FoundSession | undefined> {
    const known = this.cache.get(hash);
    if (known) return known;
    const { epoch } = this.cache;
    const found = await withTimeLimit(this.repository.find(hash), LOOKUP_LIMIT_MS);
    if (!found) return undefined;
    if (found.isSeenLongAgo) await withTimeLimit(this.repository.touch(hash), LOOKUP_LIMIT_MS);
    this.cache.set(hash, found, epoch);
    return found;
  }

  async end(hash: string): Promise<void> {
    await this.repository.remove(hash);
    this.authz.changed(`key:${hash}`);
  }

  async endAllOf(userId: string): Promise<void> {
    await this.repository.removeAllOf(userId);
    this.authz.changed(`user:${userId}`);
  }

  async setTeam(hash: string, teamId: TeamId): Promise<void> {
    await this.repository.setTeam(hash, teamId);
    this.authz.changed(`key:${hash}`);
  }

  /** From the database alone. */
  async stored(hash: string): Promise<BrowserSession | undefined> {
    return (await withTimeLimit(this.repository.find(hash), LOOKUP_LIMIT_MS))?.session;
  }

  async prove(hash: string): Promise<Date> {
    const at = await this.repository.prove(hash);
    this.authz.changed(`key:${hash}`);
    return at;
  }
}
