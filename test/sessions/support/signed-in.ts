import { BrowserSessions, csrfBindingOf, CsrfTokens } from '@app/auth';
import type { BrowserSession } from '@app/auth';
import type { TestApp } from '../../support/test-app';

/** A browser that has signed in: its cookie, and the CSRF token that the dashboard would have. */
export interface SignedIn {
  readonly session: BrowserSession;
  /** Value of the `Cookie` header. */
  readonly cookie: string;
  readonly csrf: string;
  /** Headers with which a page of the dashboard calls the API. */
  readonly headers: Readonly<Record<string, string>>;
}

export async function signedIn(app: TestApp, userId: string): Promise<SignedIn> {
  const { session, cookie: setCookie } = await app
    .get(BrowserSessions)
    .open({ userId, amr: ['pwd'], address: '127.0.0.1', userAgent: 'test' });
  const [cookie = ''] = setCookie.split(';');
  const csrf = app.get(CsrfTokens).issue(csrfBindingOf(session));
  const headers = { cookie, 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin' };
  return { session, cookie, csrf, headers };
}
