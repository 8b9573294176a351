import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import type { Page } from 'playwright-core';
import { startChromium } from '../../browser/support/chromium';
import type { Chromium } from '../../browser/support/chromium';
import { OWNER, PASSWORD, setPassword } from '../../oauth/pages/support/person';
import { signedIn } from '../../sessions/support/signed-in';
import { createTestApp } from '../../support/test-app';
import type { TestApp, TestAppOptions } from '../../support/test-app';

export interface DashboardWorld {
  readonly app: TestApp;
  readonly chromium: Chromium;
  /** A browser that is at the sign-in form. */
  visitor(path?: string): Promise<Page>;
  /** A browser of somebody who is signed in, at a page. */
  person(path: string, options?: PersonOptions): Promise<Page>;
  close(): Promise<void>;
}

export interface PersonOptions {
  readonly userId?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
}

/** What the server serves at `/`; two seconds, if something has changed. */
export async function buildDashboard(): Promise<void> {
  await promisify(execFile)(process.execPath, ['scripts/ensure-build.mjs', '--dashboard']);
}

/** The application with the built dashboard, a browser, and an owner with a password. */
export async function createDashboardWorld(options: TestAppOptions = {}): Promise<DashboardWorld> {
  await buildDashboard();
  const [app, chromium] = await Promise.all([createTestApp(options), startChromium()]);
  const { acme, globex } = app.world;
  await setPassword(app, acme.userIds.owner, PASSWORD);
  // A second team, to switch to.
  await app.database.handle.execute(
    sql`insert into members (team_id, user_id, role) values (${globex.teamId}, ${acme.userIds.owner}, 'viewer')`,
  );
  return {
    app,
    chromium,
    visitor: async (path = '/') => {
      const page = await chromium.newPage();
      await page.goto(app.url + path);
      return page;
    },
    person: async (path, { userId = acme.userIds.owner, colorScheme = 'light', width = 1280 } = {}) => {
      const page = await chromium.newPage({ colorScheme, viewport: { width, height: 800 } });
      const { cookie } = await signedIn(app, userId);
      const [name = '', value = ''] = cookie.split('=');
      await page.context().addCookies([{ name, value, url: app.url }]);
      await page.goto(app.url + path);
      return page;
    },
    close: async () => {
      await chromium.close();
      await app.close();
    },
  };
}

/** Fills in the form at the door. */
export async function signIn(page: Page, password = PASSWORD): Promise<void> {
  await page.getByLabel('Email').fill(OWNER);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
