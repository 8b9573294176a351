import { Inject, Injectable } from '@nestjs/common';
import { UserDirectory } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { DemoSeeder } from '@app/public-api';
import { DemoCredentials } from './demo-credentials.service';
import type { FirstCredentials } from './demo-credentials.service';

/** Seeds the demo team where that is wanted, once, and makes the owner's first key and the demo users' password. */
@Injectable()
export class FirstStart {
  constructor(
    private readonly database: Database,
    private readonly seeder: DemoSeeder,
    private readonly credentials: DemoCredentials,
    private readonly people: UserDirectory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns `undefined` in every start but the first */
  async run(): Promise<FirstCredentials | undefined> {
    if (!(await this.wantsDemo())) return undefined;
    return this.database.transaction(async () => {
      // Replicas that start together would all find the team missing.
      await this.database.lockForSetup();
      return (await this.seeder.seed()) ? this.credentials.make() : undefined;
    });
  }

  /** `auto` must not put a demo team beside the data of people who work here. */
  private async wantsDemo(): Promise<boolean> {
    if (this.config.demoData !== 'auto') return this.config.demoData === 'on';
    return this.database.driver === 'pglite' && (await this.people.teams()).length === 0;
  }
}
