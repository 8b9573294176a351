import type { AskingApp } from './asking-app';
import { foreignName } from './fields';
import { html } from './html';
import type { Html } from './html';
import { page } from './layout';

export interface ContinuePageParts {
  readonly app: AskingApp;
  readonly outcome: 'approved' | 'denied';
  /** Where the authorization server goes on. It works once. */
  readonly url: string;
}

/**
 * The way back to the app, as a new navigation instead of a redirect: Chromium holds every redirect that follows
 * a form against `form-action`, and the last ones lead to addresses that no list can name (a host's page that
 * goes on to a scheme of its app).
 *
 * Where an app opens beside the browser, the page stays in sight after its address has been used: there the link
 * is for browsers that do not go on by themselves, and does not invite.
 *
 * @returns a page that goes on by itself, or by its link
 */
export function continuePage({ app, outcome, url }: ContinuePageParts): Html {
  const name = foreignName(app.name);
  return page({
    title: TITLES[outcome],
    goTo: url,
    body: html`<div class="stack">
      <div>
        <h1>${TITLES[outcome]}</h1>
        <p class="lead">
          ${outcome === 'denied' ? html`${name} was not connected.` : html`You can go back to ${name}.`}
        </p>
      </div>
      <a class="button ${app.way === 'app_scheme' ? 'button-quiet' : 'button-primary'}" href="${url}"
        ><span>Continue to ${name}</span></a
      >
      ${
        app.way === 'app_scheme' &&
        html`<div class="note stack-small">
          <p>Your browser may ask whether to open ${name}: say yes.</p>
          <p>
            Nothing opens? Switch to ${name} yourself. If it is still waiting there, connect once more; if
            that does not help either, install or update the app.
          </p>
        </div>`
      }
    </div>`,
  });
}

const TITLES: Readonly<Record<ContinuePageParts['outcome'], string>> = {
  approved: 'Access allowed',
  denied: 'Access denied',
};
