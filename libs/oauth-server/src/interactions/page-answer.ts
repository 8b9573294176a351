import type { Response } from 'express';
import { setPageHeaders } from '../pages/page-headers';
import type { Html } from '../pages/html';

/** What a service of the pages wants sent. */
export type PageAnswer = ShownPage | { readonly seeOther: string };

export interface ShownPage {
  readonly page: Html;
  /** @default 200 */
  readonly status?: number;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether nothing on the page comes back to us, so that it needs no origin. */
  readonly isLast?: boolean;
}

/**
 * Sends an answer. A form is answered with a page or with 303, never with 307: that would send a password on to
 * wherever it points (RFC 9700, 4.12).
 */
export function send(response: Response, answer: PageAnswer): void {
  if ('seeOther' in answer) {
    response.setHeader('cache-control', 'no-store');
    response.setHeader('referrer-policy', 'no-referrer');
    response.status(303).setHeader('location', answer.seeOther).end();
    return;
  }
  setPageHeaders(response, answer.isLast);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  response.status(answer.status ?? 200).send(answer.page.toString());
}
