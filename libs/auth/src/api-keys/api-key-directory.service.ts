import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { credentialFaultsOf } from '../credentials/credential-faults';
import type { CredentialFault } from '../credentials/credential-faults';
import type { Role } from '../principal';
import type { ApiKey } from './api-key';
import { toApiKey } from './api-key';
import { ApiKeyDirectoryRepository } from './api-key-directory.repository';
import type { ApiKeyFilter } from './api-key-directory.repository';

/** `blocked`: the user is disabled or no longer in the team, so the key opens nothing. */
export type ApiKeyStatus = 'active' | 'expired' | 'revoked' | 'blocked';

export interface ApiKeyEntry {
  readonly key: ApiKey;
  readonly status: ApiKeyStatus;
  readonly team: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly email: string };
  /** The user's role in the team now; `null` once removed from it. */
  readonly role: Role | null;
}

type FoundRow = Awaited<ReturnType<ApiKeyDirectoryRepository['find']>>[number];

/** Finds keys across teams, for the operator of the server; never for a route of a team. */
@Injectable()
export class ApiKeyDirectory {
  constructor(
    private readonly repository: ApiKeyDirectoryRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns the keys that fit, by team, newest first */
  async find(filter: ApiKeyFilter): Promise<ApiKeyEntry[]> {
    const rows = await this.repository.find(filter);
    return rows.map(({ key, team, user, role }) => ({
      key: toApiKey(key),
      status: statusOf({ key, user, role }, this.clock.now()),
      team: { id: team.id, name: team.name },
      user: { id: user.id, email: user.email },
      role,
    }));
  }
}

const STATUS_OF: Readonly<Record<CredentialFault, ApiKeyStatus>> = {
  revoked: 'revoked',
  expired: 'expired',
  owner_disabled: 'blocked',
  owner_left: 'blocked',
};

function statusOf({ key, user, role }: Pick<FoundRow, 'key' | 'user' | 'role'>, now: number): ApiKeyStatus {
  const [fault] = credentialFaultsOf({ ...key, disabledAt: user.disabledAt, role }, now);
  return fault ? STATUS_OF[fault] : 'active';
}
