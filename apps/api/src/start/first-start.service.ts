import { Inject, Injectable } from '@nestjs/common';
import { ApiKeysService, UserDirectory } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { DEMO_TEAM, DemoSeeder, demoUserId } from '@app/public-api';

export interface FirstStartResult {
  /** The owner's key, only in the start that seeded the demo team. */
  readonly ownerKey: string | undefined;
}

/** Seeds the demo team where that is wanted, once, and makes the owner's first key. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly database: Database,
    private readonly seeder: DemoSeeder,
    private readonly apiKeys: ApiKeysService,
    private readonly people: UserDirectory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(): Promise<FirstStartResult> {
    if (!(await this.wantsDemo())) return { ownerKey: undefined };
    return this.database.transaction(async () => {
      // Replicas that start together would all find the team missing.
      await this.database.lockForSetup();
      if (!(await this.seeder.seed())) return { ownerKey: undefined };
      const { secret } = await this.apiKeys.create(DEMO_TEAM.id, {
        userId: demoUserId('owner'),
        name: 'First key',
        expiresInDays: null,
      });
      return { ownerKey: secret };
    });
  }

  /** `auto` must not put a demo team beside the data of people who work here. */
  private async wantsDemo(): Promise<boolean> {
    if (this.config.demoData !== 'auto') return this.config.demoData === 'on';
    return this.database.driver === 'pglite' && (await this.people.teams()).length === 0;
  }
}
