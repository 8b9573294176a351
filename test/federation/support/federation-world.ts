import type { TestApp, TestAppOptions } from '../../support/test-app';
import { createTestApp } from '../../support/test-app';
import { authorizeUrl, registerHost } from '../../oauth/pages/support/host';
import type { Host } from '../../oauth/pages/support/host';
import { PlainBrowser, textOf } from '../../oauth/pages/support/plain-browser';
import type { Page } from '../../oauth/pages/support/plain-browser';
import { CLIENT_ID, CLIENT_SECRET, IdentityProvider } from './identity-provider';
import type { ProviderOptions } from './identity-provider';

/** A browser as both servers see it: they share no cookie. */
export interface TravellingBrowser {
  readonly here: PlainBrowser;
  readonly there: PlainBrowser;
}

export interface FederationWorld {
  readonly app: TestApp;
  readonly url: string;
  readonly idp: IdentityProvider;
  browser(): TravellingBrowser;
  /** The sign-in page to which a request for access of a new host leads, and the host. */
  ask(browser: TravellingBrowser, changes?: Record<string, string>): Promise<{ page: Page; host: Host }>;
  /** Clicks the provider's button. @returns the reply that sends the browser to the provider */
  click(browser: TravellingBrowser, page: Page): Promise<Page>;
  /** Goes to the provider. @returns the address at which it sends the browser back */
  visit(browser: TravellingBrowser, reply: Page): Promise<URL>;
  /** From the sign-in page to whatever comes after the provider, as `who`. */
  signIn(browser: TravellingBrowser, page: Page, who: string | undefined): Promise<Page>;
  close(): Promise<void>;
}

export interface FederationOptions extends TestAppOptions {
  readonly provider?: ProviderOptions;
}

/** The application with an identity provider beside it. */
export async function createFederationWorld(options: FederationOptions = {}): Promise<FederationWorld> {
  const idp = await IdentityProvider.start();
  const app = await createTestApp({
    ...options,
    env: {
      RATE_LIMITS: LIMITS,
      OIDC_UPSTREAM_ISSUER: idp.issuer,
      OIDC_UPSTREAM_CLIENT_ID: CLIENT_ID,
      OIDC_UPSTREAM_CLIENT_SECRET: CLIENT_SECRET,
      OIDC_UPSTREAM_NAME: 'Example Login',
      ...options.env,
    },
  });
  const { url } = app;
  idp.register(`${url}/oauth/federation/callback`, options.provider);
  const click: FederationWorld['click'] = (browser, page) => {
    const [, href] = /href="([^"]*\/federated\/start[^"]*)"/.exec(page.body) ?? [];
    if (href === undefined) throw new Error(`no button leads to the provider: ${textOf(page.body)}`);
    return browser.here.request(href.replaceAll('&amp;', '&'), {
      headers: { 'sec-fetch-site': 'same-origin' },
    });
  };
  const visit: FederationWorld['visit'] = async (browser, reply) => {
    const page = await browser.there.open(reply.headers.get('location') ?? '');
    return new URL(page.headers.get('location') ?? '', idp.issuer);
  };
  return {
    app,
    url,
    idp,
    browser: () => ({ here: new PlainBrowser(url), there: new PlainBrowser(idp.issuer) }),
    ask: async (browser, changes) => {
      const host = await registerHost(url);
      return { host, page: await browser.here.open(authorizeUrl(url, host, changes)) };
    },
    click,
    visit,
    signIn: async (browser, page, who) => {
      idp.who = who;
      return browser.here.open(await visit(browser, await click(browser, page)));
    },
    close: async () => {
      await app.close();
      await idp.stop();
    },
  };
}

/** High enough that only tests of limits meet them. */
const LIMITS = [
  'api',
  'api_user',
  'api_team',
  'unauthenticated',
  'sign_in',
  'sign_in_account',
  'client_registration',
  'client_fetch',
]
  .map((bucket) => `${bucket}=100000/60`)
  .join(',');
