import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { NoTurnError, Turns } from './turns';

/**
 * What OWASP asks of Argon2id at least; a hash takes about 20 ms of a core.
 * https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
 * Argon2id is the library's default and has no name that isolated modules could import.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/**
 * A hash that no password has: to check against it takes as long as against a real one. It is written down and not
 * computed, because the first computation would take longer than those after it, and be seen.
 */
export const DECOY = `${CURRENT}${'A'.repeat(22)}$${'A'.repeat(43)}`;

/**
 * Hashes computed at a time. They run in the thread pool, four threads that also read files and resolve names, and
 * each takes a core: whoever floods the server with passwords gets half of the machine at most.
 */
const AT_ONCE = Math.max(1, Math.min(2, Math.floor(availableParallelism() / 2)));
/** Hashes that may wait, about a second's worth; more would wait longer than anybody looks at a form. */
const IN_QUEUE = 64;

/** More passwords are being checked than the machine can do. */
export class HasherBusyError extends Error {
  constructor() {
    super('Too many passwords are being checked at once.');
  }
}

/** Argon2id, at most so many at once. */
@Injectable()
export class PasswordHasher {
  private readonly turns = new Turns(AT_ONCE, IN_QUEUE);

  /** @throws HasherBusyError */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, PARAMETERS));
  }

  /** @throws HasherBusyError */
  verify(stored: string, password: string): Promise<boolean> {
    return this.inTurn(() => verify(stored, password));
  }

  /** @returns whether a hash was made with other parameters than today's */
  isOutdated(stored: string): boolean {
    return !stored.startsWith(CURRENT);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.turns.take(work);
    } catch (error) {
      throw error instanceof NoTurnError ? new HasherBusyError() : error;
    }
  }
}
