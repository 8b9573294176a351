import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** OWASP's smallest recommendation for Argon2id, about 20 ms: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
/** Argon2id is the library's default and has no name that isolated modules could import. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

/** Hashes computed at a time: they run in the thread pool that also reads files and resolves names. */
const CONCURRENCY = 2;
/** Hashes that may wait; beyond it a caller is sent away rather than kept waiting for seconds. */
const QUEUE = 64;

/** More passwords are being checked than the machine can do. */
export class HasherBusyError extends Error {
  constructor() {
    super('Too many passwords are being checked at once.');
  }
}

/** Argon2id, at most so many at once. */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

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
    if (this.running >= CONCURRENCY) {
      if (this.waiting.length >= QUEUE) throw new HasherBusyError();
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
