import type { Page } from 'playwright-core';

export interface Watch {
  /** Every address that the page asked for, also those that no browser can load. */
  readonly requests: string[];
  /** What the browser complained about. */
  readonly complaints: string[];
}

/** Follows what a page does. */
export function watch(page: Page): Watch {
  const seen: Watch = { requests: [], complaints: [] };
  page.on('request', (request) => seen.requests.push(request.url()));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.complaints.push(message.text());
  });
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  return seen;
}
