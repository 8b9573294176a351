import { Inject, Injectable } from '@nestjs/common';
import { ApiKeysService, Passwords, UserDirectory } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { DEMO_TEAM, DEMO_USERS, DemoSeeder, demoUserId } from '@app/public-api';

/** What gets somebody in, made in the start that seeded the demo team, and shown nowhere but there. */
export interface FirstCredentials {
  /** API key of the demo team's owner. */
  readonly ownerKey: string;
  /** Password of every demo user. */
  readonly password: string;
}

/** Seeds the demo team where that is wanted, once, and makes the owner's first key and the demo users' password. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly database: Database,
    private readonly seeder: DemoSeeder,
    private readonly apiKeys: ApiKeysService,
    private readonly passwords: Passwords,
    private readonly people: UserDirectory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns `undefined` in every start but the first */
  async run(): Promise<FirstCredentials | undefined> {
    if (!(await this.wantsDemo())) return undefined;
    return this.database.transaction(async () => {
      // Replicas that start together would all find the team missing.
      await this.database.lockForSetup();
      if (!(await this.seeder.seed())) return undefined;
      const { secret } = await this.apiKeys.create(DEMO_TEAM.id, {
        userId: demoUserId('owner'),
        name: 'First key',
        expiresInDays: null,
      });
      const password = this.passwords.generate();
      await this.passwords.setForAll(
        DEMO_USERS.map(({ id }) => id),
        password,
      );
      return { ownerKey: secret, password };
    });
  }

  /** `auto` must not put a demo team beside the data of people who work here. */
  private async wantsDemo(): Promise<boolean> {
    if (this.config.demoData !== 'auto') return this.config.demoData === 'on';
    return this.database.driver === 'pglite' && (await this.people.teams()).length === 0;
  }
}
