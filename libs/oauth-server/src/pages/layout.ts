import { Html, html } from './html';
import { STYLESHEET } from './stylesheet';

export interface PageParts {
  /** For the title of the window; the product's name is added. */
  readonly title: string;
  readonly body: Html;
  /** Below the page, in small letters. */
  readonly footer?: Html | undefined;
  /** Where the browser goes at once, by itself. A path or an http(s) URL. */
  readonly goTo?: string | undefined;
}

/** The sign of the product: two that work together. It says nothing that the name beside it does not say. */
export const MARK = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <circle class="mark-back" cx="20.5" cy="16" r="9.5" />
  <circle class="mark-front" cx="11.5" cy="16" r="9.5" />
</svg>`;

// A fixed text of ours, in an element whose content is no markup: it is the one thing that goes in as it is.
const STYLE = Html.of([`<style>${STYLESHEET}</style>`], []);

/** @returns a whole document in the design of the product */
export function page({ title, body, footer, goTo }: PageParts): Html {
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        ${goTo !== undefined && html`<meta http-equiv="refresh" content="0; url=${webAddress(goTo)}" />`}
        <title>${title} · Duvo</title>
        ${STYLE}
      </head>
      <body>
        <header class="brand">${MARK}<span>Duvo</span></header>
        <main>${body}</main>
        ${footer && html`<footer>${footer}</footer>`}
      </body>
    </html> `;
}

/**
 * Escaping does not make an address harmless: `javascript:` needs no special character.
 *
 * @returns the address, if it is a path or an http(s) URL
 * @throws Error for any other scheme: an address of ours never has one
 */
export function webAddress(address: string): string {
  const url = new URL(address, 'http://duvo.invalid');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new Error(`A page may not lead to an address with the scheme ${url.protocol}`);
  }
  return address;
}
