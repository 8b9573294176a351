import type { Page } from 'playwright-core';
import { authorizeUrl } from '../oauth/pages/support/host';
import { createPagesWorld } from '../oauth/pages/support/pages-world';
import type { PagesWorld } from '../oauth/pages/support/pages-world';
import { OWNER, PASSWORD } from '../oauth/pages/support/person';
import { violationsOf } from './support/accessibility';
import { startChromium } from './support/chromium';
import type { Chromium } from './support/chromium';

const LONG_NAME = `${'Incomprehensibilities'.repeat(4)} مساعد البريد 👩🏽‍💻`;

describe('the pages, for everybody', () => {
  let world: PagesWorld;
  let chromium: Chromium;
  beforeAll(async () => {
    [world, chromium] = await Promise.all([createPagesWorld(), startChromium()]);
  });
  afterAll(async () => {
    await chromium.close();
    await world.close();
  });

  const fill = async (page: Page, password: string, email = OWNER): Promise<void> => {
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForLoadState();
  };

  /** Goes through the pages of one connection and looks at each. */
  const visit = async (page: Page, look: (name: string) => Promise<void>): Promise<void> => {
    const host = await world.register({
      name: LONG_NAME,
      redirectUri: `https://${'very-long-label.'.repeat(8)}example.com/callback`,
    });
    await page.goto(authorizeUrl(world.url, host).href);
    await look('sign-in');
    await fill(page, 'wrong');
    await page.getByRole('alert').waitFor();
    await look('wrong password');
    await fill(page, PASSWORD, 'owner@globex.test');
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await look('consent');
    const paths = ['/oauth/sign-out', '/oauth/interaction/unknown', '/oauth/authorize?client_id=unknown'];
    for (const path of paths) {
      await page.goto(world.url + path);
      await look(path);
    }
  };

  it.each(['light', 'dark'] as const)('have no fault that axe finds, in %s', async (colorScheme) => {
    const page = await chromium.newPage({ colorScheme });
    const found: Record<string, string[]> = {};
    await visit(page, async (name) => {
      found[name] = await violationsOf(page);
    });
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
    expect(Object.keys(found)).toHaveLength(6);
  });

  it.each([320, 1280])('need no scrolling to the side at a width of %d', async (width) => {
    const page = await chromium.newPage({ viewport: { width, height: 700 } });
    const overflow: Record<string, number> = {};
    await visit(page, async (name) => {
      overflow[name] = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
    });
    expect(overflow).toEqual(Object.fromEntries(Object.keys(overflow).map((name) => [name, 0])));
  });

  it('follow the colour scheme that the person chose', async () => {
    const background = async (colorScheme: 'light' | 'dark'): Promise<string> => {
      const page = await chromium.newPage({ colorScheme });
      await page.goto(`${world.url}/oauth/sign-out`);
      return page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    };
    expect(await background('light')).not.toBe(await background('dark'));
  });
});
