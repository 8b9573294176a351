import type { FederationGoal } from './federation-problem';
import type { Secrets } from './upstream-sign-in.service';

/** A sign-in that is on its way at the provider; its id is the state. */
export interface FederationAttempt extends Omit<Secrets, 'state'> {
  readonly goal: FederationGoal;
  /** Hex SHA-256 of what the cookie of the browser holds in which it began. */
  readonly browser: string;
}

/** A sign-in that ended well, on its way from the callback to the request for access. */
export interface FederationTicket {
  readonly uid: string;
  readonly userId: string;
}

/** How long people have at the provider, in seconds. */
export const ATTEMPT_SECONDS = 600;
/** How long a redirect of ours may take, in seconds. */
export const TICKET_SECONDS = 60;
