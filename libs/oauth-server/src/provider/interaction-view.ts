import type { Client, Interaction as LibraryInteraction } from 'oidc-provider';
import { SCOPES } from '@app/auth';
import type { Interaction, InteractionClient } from './interaction';
import { redirectTargetOf } from './redirect-target';

/** @returns the words of a parameter such as `scope` */
export const wordsOf = (value: unknown): string[] => (typeof value === 'string' ? value.split(' ') : []);

/** The library's interaction → what pages may know of it. */
export function toInteraction(details: LibraryInteraction, client: Client): Interaction {
  const asked = wordsOf(details.params.scope);
  return {
    uid: details.uid,
    prompt: details.prompt.name === 'consent' ? 'consent' : 'login',
    client: toInteractionClient(client, String(details.params.redirect_uri)),
    scopes: SCOPES.filter((scope) => asked.includes(scope)),
    signInAgain: asksForSignIn(details.params),
    userId: details.session?.accountId,
  };
}

/** The library's client → what pages may know of it. */
export function toInteractionClient(client: Client, redirectUri: string): InteractionClient {
  const target = redirectTargetOf(redirectUri);
  return {
    id: client.clientId,
    name: client.clientName ?? client.clientId,
    redirectHost: target.host,
    redirectIsLoopback: target.isLoopback,
    registration: registrationOf(client),
  };
}

/** `max_age=0` has become `prompt=login` by now; any other age is a wish that a fresh sign-in always fulfils. */
function asksForSignIn({ prompt, max_age: maxAge }: LibraryInteraction['params']): boolean {
  return maxAge !== undefined || wordsOf(prompt).includes('login');
}

function registrationOf(client: Client): InteractionClient['registration'] {
  if (/^https?:\/\//i.test(client.clientId)) return 'document';
  // The library marks those of its configuration.
  return 'noManage' in client ? 'static' : 'dynamic';
}
