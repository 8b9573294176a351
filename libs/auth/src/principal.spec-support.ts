import { asTeamId } from '@app/database';
import type { Config } from '@app/config';
import { DEFAULT_BUCKETS } from '@app/config';
import { Clock } from './clock';
import type { Principal } from './principal';

/** A clock that stands still until it is moved. */
export class StoppedClock extends Clock {
  constructor(public time = Date.UTC(2030, 0, 1)) {
    super();
  }

  override now(): number {
    return this.time;
  }
}

/** The part of the configuration that authentication reads. */
export function authConfig(changes: Partial<Config> = {}): Config {
  return {
    publicUrl: 'https://api.example.com',
    credentialCacheMs: 5_000,
    rateLimits: DEFAULT_BUCKETS,
    rateLimitDraftHeaders: true,
    redisUrl: undefined,
    ...changes,
  } as Config;
}

export const USER_ID = '11111111-1111-4111-8111-111111111111';
export const TEAM_ID = asTeamId('22222222-2222-4222-8222-222222222222');

export function aPrincipal(changes: Partial<Principal> = {}): Principal {
  return {
    userId: USER_ID,
    teamId: TEAM_ID,
    role: 'member',
    credential: {
      type: 'api_key',
      id: '33333333-3333-4333-8333-333333333333',
      name: 'ci',
      keyPrefix: 'abcdefgh',
      clientName: null,
      expiresAt: null,
    },
    scopes: ['mcp:read', 'mcp:write'],
    ...changes,
  };
}
