import type { Scope } from '@app/auth';
import { html } from './html';
import type { Html } from './html';
import { SCOPE_WORDS } from './scope-words';

/** Name of the checkbox; it is there only where the app asks to make changes. */
export const WRITE_FIELD = 'allow_changes';

const CHECK = html`<svg class="choice-mark" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
  <path
    d="M3.5 9.5l3.6 3.6 7.4-8"
    fill="none"
    stroke="currentColor"
    stroke-width="2.2"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`;

/** @returns whether something is left of the scopes without the one for changes */
export function isNarrowable(scopes: readonly Scope[]): boolean {
  return scopes.includes('mcp:write') && scopes.includes('mcp:read');
}

/** @returns what the app may do: reading is what a connection is for, changes the person can leave out */
export function scopeChoice(scopes: readonly Scope[], withWrite: boolean): Html | false {
  if (scopes.length === 0) return false;
  const read = SCOPE_WORDS['mcp:read'];
  return html`<fieldset>
    <legend>It may</legend>
    <div class="choices">
      <div class="choice">${CHECK}${words(read.title, read.text)}</div>
      ${scopes.includes('mcp:write') && changes(isNarrowable(scopes), withWrite)}
    </div>
    <p class="small muted after">Never more than your own role in the team allows.</p>
  </fieldset>`;
}

function changes(canBeLeftOut: boolean, isChosen: boolean): Html {
  const { title, text } = SCOPE_WORDS['mcp:write'];
  if (!canBeLeftOut) return html`<div class="choice">${CHECK}${words(title, text)}</div>`;
  return html`<label class="choice">
    <input type="checkbox" name="${WRITE_FIELD}" value="yes" ${isChosen && 'checked'} />
    ${words(title, text)}
  </label>`;
}

const words = (title: string, text: string): Html =>
  html`<span class="choice-text"><span>${title}</span><span class="small muted">${text}</span></span>`;
