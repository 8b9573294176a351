import type { AskingApp } from './asking-app';
import { csrfField, foreignName, problem } from './fields';
import { html } from './html';
import type { Html } from './html';
import { page } from './layout';

export interface SignInPageParts {
  readonly app: AskingApp;
  /** Path to which the form goes. */
  readonly action: string;
  readonly csrfToken: string;
  /** Whether people may sign in by a password here. */
  readonly withPassword: boolean;
  /** Where people sign in at the identity provider, and what it is called. */
  readonly upstream?: { readonly name: string; readonly path: string } | undefined;
  /** What was typed before, and what was wrong with it. */
  readonly email?: string;
  readonly problem?: Html | string | undefined;
  /** How to get in where only the demo people exist. */
  readonly hint?: Html | undefined;
}

/** @returns the page on which a person says who they are */
export function signInPage(parts: SignInPageParts): Html {
  const { app, upstream, withPassword } = parts;
  return page({
    title: 'Sign in',
    body: html`<div class="stack">
      <div>
        <h1>Sign in to Duvo</h1>
        <p class="lead">
          <strong>${foreignName(app.name)}</strong> wants to connect. You decide after you have signed in.
        </p>
      </div>
      ${problem(parts.problem)}
      ${upstream && html`<a class="button ${!withPassword && 'button-primary'}" href="${upstream.path}">Continue with ${upstream.name}</a>`}
      ${upstream && withPassword && html`<div class="divider" role="separator"><span>or</span></div>`}
      ${withPassword ? passwordForm(parts) : cancelForm(parts)}
      ${parts.hint && html`<p class="note">${parts.hint}</p>`}
    </div>`,
  });
}

function passwordForm({ app, action, csrfToken, email = '', problem: fault }: SignInPageParts): Html {
  const described = fault !== undefined && html` aria-invalid="true" aria-describedby="problem"`;
  return html`<form class="stack" method="post" action="${action}">
    ${csrfField(csrfToken)}
    <div>
      <label class="label" for="email">Email</label>
      <input
        id="email"
        name="email"
        type="email"
        value="${email}"
        required
        maxlength="320"
        autocomplete="username"
        inputmode="email"
        autocapitalize="none"
        spellcheck="false"
        ${email === '' && html` autofocus`}${described}
      />
    </div>
    <div>
      <label class="label" for="password">Password</label>
      <input
        id="password"
        name="password"
        type="password"
        required
        maxlength="1024"
        autocomplete="current-password"
        ${email !== '' && html` autofocus`}${described}
      />
    </div>
    <div class="stack-small">
      <button class="button button-primary" type="submit" name="action" value="sign_in">Sign in</button>
      ${cancelButton(app)}
    </div>
  </form>`;
}

/** Leaving has to work without a password form, too. */
function cancelForm({ app, action, csrfToken }: SignInPageParts): Html {
  return html`<form method="post" action="${action}">${csrfField(csrfToken)}${cancelButton(app)}</form>`;
}

function cancelButton(app: AskingApp): Html {
  return html`<button class="button button-quiet" type="submit" name="action" value="cancel" formnovalidate>
    <span>Cancel and go back to ${foreignName(app.name)}</span>
  </button>`;
}
