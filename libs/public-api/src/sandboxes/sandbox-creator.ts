import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { MAX_ACTIVE_SANDBOXES } from '../shared';
import { SandboxesRepository } from './sandboxes.repository';
import type { NewSandbox, Sandbox } from './sandboxes.repository';

/** Creates sandboxes, as many as a user may have. */
@Injectable()
export class SandboxCreator {
  constructor(
    private readonly database: Database,
    private readonly sandboxes: SandboxesRepository,
  ) {}

  /**
   * Rows are counted in the transaction that inserts, under a lock on the member; there is no second truth.
   * @throws ApiException `concurrency_limit`, with the seconds until the user's next sandbox expires;
   * `invalid_token` if the user has left the team meanwhile
   */
  create(teamId: TeamId, userId: string, sandbox: NewSandbox): Promise<Sandbox> {
    return this.database.transaction(async () => {
      if (!(await this.sandboxes.lockMember(teamId, userId))) throw new ApiException('invalid_token');
      const { count, nextExpirySeconds } = await this.sandboxes.activeOf(teamId, userId);
      if (count >= MAX_ACTIVE_SANDBOXES) {
        throw new ApiException('concurrency_limit', {
          message: `You have ${count} active sandboxes, which is the limit. Use one of them, or wait until one expires.`,
          headers: { 'retry-after': String(nextExpirySeconds) },
        });
      }
      return this.sandboxes.insert(teamId, userId, sandbox);
    });
  }
}
