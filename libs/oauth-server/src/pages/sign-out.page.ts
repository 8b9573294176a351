import { csrfField, foreignName } from './fields';
import { html } from './html';
import type { Html } from './html';
import { page } from './layout';

export interface SignOutPageParts {
  readonly person: { readonly name: string; readonly email: string };
  readonly action: string;
  readonly csrfToken: string;
  /** Path of ours to which the person goes afterwards. */
  readonly returnTo: string | undefined;
}

/** @returns the page that asks before it signs somebody out: another site could have sent them here */
export function signOutPage({ person, action, csrfToken, returnTo }: SignOutPageParts): Html {
  return page({
    title: 'Sign out',
    body: html`<form class="stack" method="post" action="${action}">
      ${csrfField(csrfToken)}
      ${returnTo !== undefined && html`<input type="hidden" name="return_to" value="${returnTo}" />`}
      <div>
        <h1>Sign out of Duvo?</h1>
        <p class="lead">
          You are signed in as <strong>${foreignName(person.name)}</strong> (${person.email}). Apps that you
          have connected stay connected.
        </p>
      </div>
      <button class="button button-primary" type="submit">Sign out</button>
    </form>`,
  });
}

/** @returns the page after it */
export function signedOutPage(): Html {
  return page({
    title: 'Signed out',
    body: html`<h1>You are signed out</h1>
      <p class="lead">You can close this window. Apps that you have connected stay connected.</p>`,
  });
}
