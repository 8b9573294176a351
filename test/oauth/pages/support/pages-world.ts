import { sql } from 'drizzle-orm';
import { createTestApp } from '../../../support/test-app';
import type { TestApp, TestAppOptions } from '../../../support/test-app';
import { authorizeUrl, registerHost } from './host';
import type { Host } from './host';
import { PASSWORD, setPassword, signIn } from './person';
import { PlainBrowser } from './plain-browser';
import type { Page } from './plain-browser';

export interface PagesWorld {
  readonly app: TestApp;
  readonly url: string;
  /** A new browser, without cookies. */
  browser(): PlainBrowser;
  register(options?: { name?: string; redirectUri?: string }): Promise<Host>;
  /** The page to which a request for access leads. */
  ask(browser: PlainBrowser, host: Host, changes?: Record<string, string>): Promise<Page>;
  /** The consent page of a person who has just signed in. */
  askAndSignIn(browser: PlainBrowser, host: Host, email?: string): Promise<Page>;
  close(): Promise<void>;
}

/** The application with people who can sign in: all of Acme, and one who is in both teams. */
export async function createPagesWorld(options: TestAppOptions = {}): Promise<PagesWorld> {
  const app = await createTestApp({
    ...options,
    env: { RATE_LIMITS: LIMITS, ...options.env },
  });
  const { acme, globex } = app.world;
  await setPassword(app, acme.userIds.owner, PASSWORD);
  await setPassword(app, acme.userIds.viewer, PASSWORD);
  await setPassword(app, globex.ownerId, PASSWORD);
  await app.database.handle.execute(
    sql`insert into members (team_id, user_id, role) values (${acme.teamId}, ${globex.ownerId}, 'viewer')`,
  );
  const { url } = app;
  const world: PagesWorld = {
    app,
    url,
    browser: () => new PlainBrowser(url),
    register: (client) => registerHost(url, client),
    ask: (browser, host, changes) => browser.open(authorizeUrl(url, host, changes)),
    askAndSignIn: async (browser, host, email) => signIn(browser, await world.ask(browser, host), email),
    close: () => app.close(),
  };
  return world;
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
