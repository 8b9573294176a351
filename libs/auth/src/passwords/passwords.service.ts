import { Inject, Injectable } from '@nestjs/common';
import { randomBase62 } from '../api-keys/base62';
import type { RandomBytes } from '../api-keys/base62';
import { RANDOM_BYTES } from '../api-keys/random-bytes';
import { PasswordHasher } from './password-hasher';
import { PasswordsRepository } from './passwords.repository';

/** Length of generated passwords, about 95 bits. */
const GENERATED_LENGTH = 16;

/** Passwords of people who sign in here rather than at an identity provider. */
@Injectable()
export class Passwords {
  private unknown: Promise<string> | undefined;

  constructor(
    private readonly repository: PasswordsRepository,
    private readonly hasher: PasswordHasher,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
  ) {}

  /** @returns a password that nobody has to invent */
  generate(): string {
    return randomBase62(GENERATED_LENGTH, this.randomBytes);
  }

  /** Stores a password, exactly as typed. Whoever calls it has checked it against the rules. */
  async set(userId: string, password: string): Promise<void> {
    await this.repository.put(userId, await this.hasher.hash(password));
  }

  /** Gives several people one password, as the demo does: it is hashed once. */
  async setForAll(userIds: readonly string[], password: string): Promise<void> {
    const hash = await this.hasher.hash(password);
    for (const userId of userIds) await this.repository.put(userId, hash);
  }

  /**
   * Takes as long for people who do not exist or have no password as for others.
   * @param userId `undefined`: nobody has that name
   * @throws HasherBusyError
   */
  async verify(userId: string | undefined, password: string): Promise<boolean> {
    const known = userId === undefined ? undefined : await this.repository.find(userId);
    const stored = known ?? (await this.decoy());
    const isRight = await this.hasher.verify(stored, password);
    if (!isRight || known === undefined || userId === undefined) return false;
    if (this.hasher.isOutdated(known))
      await this.repository.rehash(userId, known, await this.hasher.hash(password));
    return true;
  }

  private decoy(): Promise<string> {
    this.unknown ??= this.hasher.hash(this.generate()).catch((error: unknown) => {
      this.unknown = undefined;
      throw error;
    });
    return this.unknown;
  }
}
