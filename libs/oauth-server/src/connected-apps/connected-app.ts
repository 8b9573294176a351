import type { Scope } from '@app/auth';

/** One approval: a client that acts for a person in a team. */
export interface ConnectedApp {
  readonly id: string;
  readonly teamId: string;
  readonly userId: string;
  readonly clientId: string;
  readonly clientName: string;
  readonly redirectHost: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly revokedAt: Date | null;
}
