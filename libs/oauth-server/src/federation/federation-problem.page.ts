import { html } from '../pages/html';
import type { Html } from '../pages/html';
import { page } from '../pages/layout';
import { FEDERATION_START_PATH, federatedStartPath } from './federation-paths';
import type { FederationGoal, FederationProblem } from './federation-problem';

/** @returns the page that says why a sign-in at the provider came to nothing, with a way to try once more */
export function federationProblemPage({ parts }: FederationProblem, requestId: string): Html {
  return page({
    title: parts.title,
    body: html`<div class="stack">
      <div>
        <h1>${parts.title}</h1>
        <p class="lead">${parts.message}</p>
      </div>
      ${parts.goal && html`<a class="button button-primary" href="${againAt(parts.goal)}">Try again with another account</a>`}
    </div>`,
    footer:
      requestId === ''
        ? undefined
        : html`If you ask for help, send along this request id:<br /><code>${requestId}</code>`,
  });
}

/** The provider asks who it is, rather than sending the same person back at once. */
function againAt(goal: FederationGoal): string {
  if ('uid' in goal) return `${federatedStartPath(goal.uid)}?again=1`;
  return `${FEDERATION_START_PATH}?again=1&next=${encodeURIComponent(goal.next)}`;
}
