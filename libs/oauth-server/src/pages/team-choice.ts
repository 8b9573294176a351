import type { Membership } from '@app/auth';
import { foreignName } from './fields';
import { html } from './html';
import type { Html } from './html';

export const TEAM_FIELD = 'team_id';

/** @returns the team that the connection is for; a choice where there are several */
export function teamChoice(teams: readonly Membership[], chosen: string | undefined): Html {
  const [only] = teams;
  if (only && teams.length === 1) {
    return html`<div>
      <p class="label team-label">Team</p>
      <div class="choices"><div class="choice">${teamWords(only)}</div></div>
      <input type="hidden" name="${TEAM_FIELD}" value="${only.teamId}" />
    </div>`;
  }
  return html`<fieldset>
    <legend>For which team?</legend>
    <div class="choices">${teams.map((team) => option(team, team.teamId === chosen))}</div>
  </fieldset>`;
}

function option(team: Membership, isChosen: boolean): Html {
  return html`<label class="choice"
    ><input
      type="radio"
      name="${TEAM_FIELD}"
      value="${team.teamId}"
      required${isChosen && html` checked`}
    />${teamWords(team)}</label
  >`;
}

const teamWords = (team: Membership): Html =>
  html`<span class="choice-text">${foreignName(team.teamName)}</span><span class="role">${team.role}</span>`;
