import type { interactionPolicy } from 'oidc-provider';
import type { Library } from './library';

/**
 * When a person is asked.
 *
 * - To sign in: for every request. Whether they have is known by the browser session alone, which the sign-in page
 *   looks at; a second session, of the library, would outlive it.
 * - For consent: for every request. A client that registered itself, or is described by a document, is whoever says
 *   so; remembering the answer would let the next one that says so go through unseen (RFC 9700, 4.14; ASVS 10.7.1).
 */
export function policyOf({ interactionPolicy: library }: Library): interactionPolicy.DefaultPolicy {
  const { base, Check } = library;
  const policy = base();
  policy.get('login')?.checks.add(
    new Check('signed_in_elsewhere', 'the browser session says who has signed in', ({ oidc }) => {
      const isSilent = oidc.prompts.has('none');
      return oidc.result?.login === undefined && !isSilent ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  policy
    .get('consent')
    ?.checks.add(
      new Check('never_remembered', 'consent is asked for each time', 'consent_required', ({ oidc }) =>
        oidc.result?.consent === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
      0,
    );
  return policy;
}
