import { html } from './html';
import type { Html } from './html';

/** Name of the form field that carries the token against forged forms. */
export const CSRF_FIELD = 'csrf_token';

/** Field that shows that a form came from a page of ours. */
export function csrfField(token: string): Html {
  return html`<input type="hidden" name="${CSRF_FIELD}" value="${token}" />`;
}

/** A name that somebody else chose, kept apart from the direction and the words around it. */
export function foreignName(name: string): Html {
  return html`<bdi>${name}</bdi>`;
}

/** What went wrong, said as soon as the page is there. */
export function problem(text: Html | string | undefined): Html | false {
  return text !== undefined && html`<p class="note note-danger" role="alert" id="problem">${text}</p>`;
}
