import { federatedStartPath } from '../federation/federation-paths';
import { INTERACTION_PATH } from '../provider/routes';

export const SIGN_OUT_PATH = '/oauth/sign-out';

export interface InteractionPaths {
  readonly page: string;
  readonly signIn: string;
  readonly consent: string;
  readonly switchAccount: string;
  /** Begins sign-in at the identity provider; below the page because the interaction's cookie is. */
  readonly upstream: string;
}

/** @returns the paths of one request for access */
export function pathsOf(uid: string): InteractionPaths {
  const page = `${INTERACTION_PATH}/${encodeURIComponent(uid)}`;
  return {
    page,
    signIn: `${page}/sign-in`,
    consent: `${page}/consent`,
    switchAccount: `${page}/switch-account`,
    upstream: federatedStartPath(encodeURIComponent(uid)),
  };
}
