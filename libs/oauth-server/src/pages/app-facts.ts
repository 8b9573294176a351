import type { AskingApp } from './asking-app';
import { html } from './html';
import type { Html } from './html';

/** @returns what is known of the program, and what is not: its name is a claim, its redirect host a fact */
export function appFacts(app: AskingApp): Html {
  return html`<dl class="facts">
    <div>
      <dt>${RETURN_LABELS[app.way]}</dt>
      <dd class="host">${app.returnsTo}</dd>
    </div>
    ${
      app.documentHost !== undefined &&
      html`<div>
        <dt>Described by a document on</dt>
        <dd class="host">${app.documentHost}</dd>
      </div>`
    }
    ${
      app.isUnverified &&
      html`<div>
        <dt>Name</dt>
        <dd><bdi>${app.name}</bdi> <span class="badge">Unverified</span></dd>
        <dd class="small plain muted">Duvo has not checked who made this app; it chose its name itself.</dd>
      </div>`
    }
  </dl>`;
}

const RETURN_LABELS: Readonly<Record<AskingApp['way'], string>> = {
  website: 'After you decide, you are sent to',
  this_computer: 'After you decide, you are sent to a program on this computer, at',
  app_scheme: 'After you decide, you are sent to the app that opens',
};

/** @returns what to watch out for, where the way back says nothing about who is there */
export function wayNote(app: AskingApp): Html | false {
  if (app.way === 'website') return false;
  const place =
    app.way === 'this_computer'
      ? html`Any program on this computer could be waiting there.`
      : html`Any app on this device could have claimed <code>${app.returnsTo}</code> links.`;
  return html`<p class="note note-warning">
    ${place} Allow this only if you have just started to connect from an app that you trust.
  </p>`;
}
