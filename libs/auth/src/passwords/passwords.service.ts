import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '@app/database';
import { randomBase62 } from '../api-keys/base62';
import type { RandomBytes } from '../api-keys/base62';
import { RANDOM_BYTES } from '../api-keys/random-bytes';
import { SessionStore } from '../sessions/session-store';
import type { User } from '../users/user-directory.service';
import { DECOY, PasswordHasher } from './password-hasher';
import { PasswordsRepository } from './passwords.repository';

/** Length of generated passwords, about 95 bits. */
const GENERATED_LENGTH = 16;
/** No address and no password of ours is longer; what is cannot be right and is not worth the work. */
const MAX_INPUT = 1000;

/** Passwords of people who sign in here rather than at an identity provider. */
@Injectable()
export class Passwords {
  private readonly logger = new Logger(Passwords.name);

  constructor(
    private readonly database: Database,
    private readonly repository: PasswordsRepository,
    private readonly hasher: PasswordHasher,
    private readonly sessions: SessionStore,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
  ) {}

  /** @returns a password that nobody has to invent */
  generate(): string {
    return randomBase62(GENERATED_LENGTH, this.randomBytes);
  }

  /**
   * Stores a password, exactly as typed, and ends the browser sessions that the old one may have opened. Whoever
   * calls it has checked it against the rules.
   */
  async set(userId: string, password: string): Promise<void> {
    await this.setForAll([userId], password);
  }

  /** Gives several people one password, as the demo does: it is hashed once. */
  async setForAll(userIds: readonly string[], password: string): Promise<void> {
    const hash = await this.hasher.hash(password);
    await this.database.transaction(async () => {
      for (const userId of userIds) {
        await this.repository.put(userId, hash);
        await this.sessions.endAllOf(userId);
      }
    });
  }

  /**
   * Takes as long for people who do not exist or have no password as for others.
   *
   * @param password compared as typed: no trimming, no normalisation (ASVS 5.0, 6.2.8)
   * @returns the user, who may be disabled; nobody if address or password is wrong
   * @throws HasherBusyError
   */
  async userOf(email: string, password: string): Promise<User | undefined> {
    const isPlausible = isText(email) && email.length <= MAX_INPUT && password.length <= MAX_INPUT;
    const found = isPlausible ? await this.repository.findByEmail(email) : undefined;
    const isRight = await this.hasher.verify(found?.hash ?? DECOY, isPlausible ? password : '');
    if (!isRight || !found?.hash) return undefined;
    if (this.hasher.isOutdated(found.hash)) await this.renew(found.user.id, found.hash, password);
    return found.user;
  }

  /** Nobody fails to sign in because the better hash could not be made now: the next time will do. */
  private async renew(userId: string, before: string, password: string): Promise<void> {
    try {
      await this.repository.rehash(userId, before, await this.hasher.hash(password));
    } catch (error) {
      this.logger.warn(`The password of user ${userId} was not hashed anew: ${String(error)}`);
    }
  }
}

/** PostgreSQL takes neither NUL nor lone surrogates. */
const isText = (text: string): boolean => !/[\0\p{Surrogate}]/u.test(text);
