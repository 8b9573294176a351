import { Injectable } from '@nestjs/common';
import { ApiKeysService, Passwords } from '@app/auth';
import { DEMO_TEAM, DEMO_USERS, demoUserId } from '@app/public-api';

/** What gets somebody in, made in the start that seeded the demo team, and shown nowhere but there. */
export interface FirstCredentials {
  /** API key of the demo team's owner. */
  readonly ownerKey: string;
  /** Password of every demo user. */
  readonly password: string;
}

/** Makes the credentials of the demo people. */
@Injectable()
export class DemoCredentials {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly passwords: Passwords,
  ) {}

  async make(): Promise<FirstCredentials> {
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
  }
}
