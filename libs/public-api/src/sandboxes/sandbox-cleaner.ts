import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import { ExpiredSandboxesRepository } from './expired-sandboxes.repository';

/** Removes what expired sandboxes held. That they have expired does not depend on it. */
@Injectable()
export class SandboxCleaner {
  constructor(
    private readonly database: Database,
    private readonly expired: ExpiredSandboxesRepository,
  ) {}

  /** @returns how many sandboxes it cleaned, at most `limit`; each in a transaction of its own */
  async clean(limit: number): Promise<number> {
    for (let count = 0; count < limit; count += 1) {
      if (!(await this.database.transaction(() => this.expired.cleanNext()))) return count;
    }
    return limit;
  }
}
