import type { Membership, Scope } from '@app/auth';
import type { AskingApp } from './asking-app';
import { monogramOf } from './display-text';
import { csrfField, foreignName, problem } from './fields';
import { html } from './html';
import type { Html } from './html';
import { MARK, page } from './layout';
import { appFacts, wayNote } from './app-facts';
import { scopeChoice } from './scope-choice';
import { teamChoice } from './team-choice';

export interface ConsentPageParts {
  readonly app: AskingApp;
  readonly scopes: readonly Scope[];
  /** At least one. */
  readonly teams: readonly Membership[];
  readonly person: { readonly name: string; readonly email: string };
  /** Paths to which the forms go. */
  readonly action: string;
  readonly switchAction: string;
  readonly csrfToken: string;
  /** What was chosen before, and what was wrong with it. */
  readonly chosen?: { readonly teamId: string | undefined; readonly withWrite: boolean };
  readonly problem?: string | undefined;
}

/** @returns the page on which a person sees who asks for what, and decides */
export function consentPage(parts: ConsentPageParts): Html {
  const { app, csrfToken } = parts;
  const chosenTeam = parts.chosen?.teamId ?? (parts.teams.length === 1 ? parts.teams[0]?.teamId : undefined);
  return page({
    title: `Connect ${app.name}`,
    body: html`<div class="pair" aria-hidden="true">
        <div class="tile">${monogramOf(app.name)}</div>
        <div class="pair-line"></div>
        <div class="tile">${MARK}</div>
      </div>
      <form class="stack" method="post" action="${parts.action}">
        ${csrfField(csrfToken)}
        <div>
          <h1>Connect ${foreignName(app.name)} to Duvo?</h1>
          <p class="lead">It will be able to act for you until you disconnect it.</p>
        </div>
        ${problem(parts.problem)} ${appFacts(app)} ${wayNote(app)} ${teamChoice(parts.teams, chosenTeam)}
        ${scopeChoice(parts.scopes, parts.chosen?.withWrite ?? true)}
        <div class="actions">
          <button class="button button-primary" type="submit" name="decision" value="approve">Allow</button>
          <button class="button" type="submit" name="decision" value="deny" formnovalidate>Deny</button>
        </div>
      </form>
      ${accountLine(parts.person, parts.switchAction, csrfToken)}`,
  });
}

/** Whose account it is about, and the way to another one. */
export function accountLine(
  person: { readonly name: string; readonly email: string },
  action: string,
  csrfToken: string,
): Html {
  return html`<form class="account" method="post" action="${action}">
    ${csrfField(csrfToken)} Signed in as <strong>${foreignName(person.name)}</strong> (${person.email}). Not
    you? <button class="link" type="submit">Use another account</button>
  </form>`;
}
