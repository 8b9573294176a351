import type { Credential, Role } from '@app/auth';
import type { TeamId } from '@app/database';

/** For whom limits are asked: a caller (any Principal is one), or as much as is known of one. */
export interface LimitSubject {
  readonly teamId: TeamId;
  readonly userId?: string;
  readonly role?: Role;
  readonly credential?: Partial<Pick<Credential, 'type' | 'id' | 'clientId'>>;
}

/** Somebody whose calls can be counted, credential by credential. */
export interface LimitedCaller extends LimitSubject {
  readonly credential: Pick<Credential, 'type' | 'id' | 'clientId'>;
}
