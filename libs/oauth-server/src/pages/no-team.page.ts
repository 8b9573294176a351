import type { AskingApp } from './asking-app';
import { accountLine } from './consent.page';
import { csrfField, foreignName } from './fields';
import { html } from './html';
import type { Html } from './html';
import { page } from './layout';

export interface NoTeamPageParts {
  readonly app: AskingApp;
  readonly person: { readonly name: string; readonly email: string };
  readonly action: string;
  readonly switchAction: string;
  readonly csrfToken: string;
}

/** @returns the page for somebody who has an account and nothing that an app could be connected to */
export function noTeamPage({ app, person, action, switchAction, csrfToken }: NoTeamPageParts): Html {
  return page({
    title: 'No team',
    body: html`<form class="stack" method="post" action="${action}">
        ${csrfField(csrfToken)}
        <div>
          <h1>You are not in a team yet</h1>
          <p class="lead">${foreignName(app.name)} connects to a team, and your account is in none.</p>
        </div>
        <p>
          Ask an owner or admin of your team to add <strong>${person.email}</strong>. Then go back to
          ${foreignName(app.name)} and connect again.
        </p>
        <button class="button" type="submit" name="decision" value="deny">
          <span>Go back to ${foreignName(app.name)}</span>
        </button>
      </form>
      ${accountLine(person, switchAction, csrfToken)}`,
  });
}
