import type { IdentityRefusal } from '@app/auth';

/** Where somebody goes afterwards: back to a request for access, or to a path of ours. */
export type FederationGoal = { readonly uid: string } | { readonly next: string };

interface ProblemParts {
  readonly status: 400 | 403 | 429 | 503;
  readonly title: string;
  /** What the person can do now. */
  readonly message: string;
  /** What only the log may say. */
  readonly log: string;
  /** Where they may try once more. */
  readonly goal?: FederationGoal | undefined;
  readonly retryAfterSeconds?: number;
}

/** Signing in at the provider came to nothing; told on a page. */
export class FederationProblem extends Error {
  constructor(readonly parts: ProblemParts) {
    super(parts.log);
  }
}

const AGAIN = 'Start again from the page from which you came.';

/** The answer of the provider is none to a sign-in of this browser: foreign, used before, too old or forged. */
export const notAccepted = (log: string, goal?: FederationGoal): FederationProblem =>
  new FederationProblem({
    status: 400,
    title: 'This sign-in was not accepted',
    message: `It took too long, was used before, or was begun in another browser or tab. ${AGAIN}`,
    log,
    goal,
  });

/** The provider itself said no, mostly because the person cancelled. */
export const refusedUpstream = (log: string, goal: FederationGoal): FederationProblem =>
  new FederationProblem({
    status: 400,
    title: 'You were not signed in',
    message: 'Your identity provider ended the sign-in. Try again, or ask its administrator for access.',
    log,
    goal,
  });

export const unavailableUpstream = (log: string, goal?: FederationGoal): FederationProblem =>
  new FederationProblem({
    status: 503,
    title: 'Your identity provider is not available',
    message:
      'Wait a moment, then try again. If it stays, tell whoever runs this server: its log says what is wrong.',
    log,
    goal,
    retryAfterSeconds: 5,
  });

/** The person is who they say, and has no place here. */
export const refusedHere = (reason: IdentityRefusal, goal: FederationGoal): FederationProblem =>
  new FederationProblem({ status: 403, ...REFUSALS[reason], log: reason, goal });

const REFUSALS: Readonly<Record<IdentityRefusal, { title: string; message: string }>> = {
  unknown_person: {
    title: 'You have no account here yet',
    message:
      'You are signed in at your identity provider, but nobody here is linked to that account. Ask an admin of your team to let you in.',
  },
  unverified_email: {
    title: 'Your email address is not confirmed',
    message:
      'Your identity provider does not vouch for your email address. Confirm it there, or ask its administrator, then sign in again.',
  },
  domain: {
    title: 'Your account is not admitted here',
    message: 'People with your email domain are not let in. Sign in with the account of your company.',
  },
  disabled: {
    title: 'Your account is switched off',
    message: 'Ask an admin of your team.',
  },
};
