import { Injectable } from '@nestjs/common';
import type { Account, FindAccount } from 'oidc-provider';
import { hashOf } from '../artifacts/artifact';
import { AccountsRepository } from './accounts.repository';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The users, as the library asks for them. */
@Injectable()
export class Accounts {
  constructor(private readonly repository: AccountsRepository) {}

  /**
   * Bound, so that it can be passed around. Where a code or refresh token is redeemed the grant behind it must
   * still stand: a host whose new token would not be good for anything has to ask its person again.
   */
  readonly find: FindAccount = async (_ctx, userId, token): Promise<Account | undefined> => {
    if (!UUID.test(userId)) return undefined;
    const grantId = token && 'grantId' in token ? token.grantId : undefined;
    const alive =
      grantId === undefined
        ? await this.repository.isEnabled(userId)
        : await this.repository.isGrantAlive(hashOf(grantId));
    return alive ? { accountId: userId, claims: () => ({ sub: userId }) } : undefined;
  };
}
