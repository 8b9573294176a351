import { html } from './html';
import type { Html } from './html';
import { page } from './layout';

export interface ErrorPageParts {
  /** What happened, in a few words. */
  readonly title: string;
  /** What the person can do now. */
  readonly message: string;
  /** The same in the words of the protocol, for whoever is asked for help. */
  readonly detail?: string | undefined;
  /** Where the person may go on if they choose to. */
  readonly onward?: { readonly host: string; readonly url: string } | undefined;
  readonly requestId: string;
}

/** Longest detail that is shown, in characters; it may hold words of the request. */
const MAX_DETAIL = 300;

/** @returns the page that tells a person that their way ends here, and what to do */
export function errorPage({ title, message, detail, onward, requestId }: ErrorPageParts): Html {
  return page({
    title,
    body: html`<div class="stack">
      <div>
        <h1>${title}</h1>
        <p class="lead">${message}</p>
      </div>
      ${detail && html`<p class="note"><span class="muted">Details: </span>${bounded(detail)}</p>`}
      ${onward && html`<a class="button button-quiet" href="${onward.url}"><span>Continue to ${onward.host}</span></a>`}
    </div>`,
    footer:
      requestId === ''
        ? undefined
        : html`If you ask for help, send along this request id:<br /><code>${requestId}</code>`,
  });
}

/** As {@link errorPage}, as text. Send it with the headers of `setPageHeaders`. */
export function renderErrorPage(parts: ErrorPageParts): string {
  return errorPage(parts).toString();
}

const bounded = (text: string): string => (text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL)}…` : text);
