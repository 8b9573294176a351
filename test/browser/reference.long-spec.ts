import type { Locator, Page } from 'playwright-core';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { until } from '../support/until';
import { startChromium } from './support/chromium';
import type { Chromium } from './support/chromium';
import { watch } from './support/watch';

describe('the API reference at /docs, in Chromium', () => {
  let app: TestApp;
  let chromium: Chromium;
  beforeAll(async () => {
    [app, chromium] = await Promise.all([createTestApp(), startChromium()]);
  });
  afterAll(async () => {
    await chromium.close();
    await app.close();
  });

  const open = async (): Promise<Page & { watched: ReturnType<typeof watch> }> => {
    const page = await chromium.newPage();
    const watched = watch(page);
    await page.goto(`${app.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    return Object.assign(page, { watched });
  };

  const authorize = async (page: Page, key: string): Promise<void> => {
    await page.getByRole('button', { name: 'Authorize' }).click();
    await page.locator('.auth-container input').fill(key);
    await page.locator('.auth-btn-wrapper .authorize').click();
    await page.locator('.auth-btn-wrapper .btn-done').click();
  };

  /** @returns its block, open */
  const operation = async (page: Page, name: string): Promise<Locator> => {
    const block = page.locator('.opblock', { has: page.getByText(name, { exact: true }) });
    await block.locator('.opblock-summary').click();
    return block;
  };

  /** @returns status and body of the reply that the page shows */
  const call = async (block: Locator): Promise<{ status: string; body: string }> => {
    await block.getByRole('button', { name: 'Try it out' }).click();
    await block.getByRole('button', { name: 'Execute' }).click();
    const reply = block.locator('.live-responses-table .response');
    await reply.waitFor();
    return {
      status: await reply.locator('.response-col_status').innerText(),
      body: await reply.locator('.highlight-code code').first().innerText(),
    };
  };

  it('loads everything from the server itself, and the browser has nothing to complain about', async () => {
    const { watched } = await open();
    expect(watched.requests.filter((url) => !url.startsWith(`${app.url}/`))).toEqual([]);
    expect(watched.complaints).toEqual([]);
  });

  it('lists every operation once, by the name of its tool', async () => {
    const page = await open();
    const names = await page.locator('.opblock-summary-operation-id').allInnerTexts();
    const expected = Object.values(app.document.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
    );
    expect(expected).toHaveLength(62);
    // The page lets long names break after a dash of any kind.
    expect(names.map((name) => name.replace(/\u200b/g, '')).sort()).toEqual(expected.sort());
  });

  it('opens an operation of each kind without an unresolved schema', async () => {
    const page = await open();
    const sections = await page.locator('.opblock-tag-section').all();
    expect(sections.length).toBeGreaterThan(5);
    for (const section of sections) await section.locator('.opblock-summary-control').first().click();
    await expectCount(page.locator('.opblock .responses-wrapper'), sections.length);
    expect(await page.locator('.errors-wrapper').count()).toBe(0);
    expect(page.watched.complaints).toEqual([]);
  }, 60_000);

  it('calls an operation with the key that was given', async () => {
    const page = await open();
    await authorize(page, app.world.acme.keys.owner);
    const { status, body } = await call(await operation(page, 'list_agents'));
    expect(status).toContain('200');
    expect(JSON.parse(body)).toMatchObject({ total: 5 });
  });

  it('shows a refusal as the server gives it', async () => {
    const page = await open();
    const { status, body } = await call(await operation(page, 'list_agents'));
    expect(status).toContain('401');
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_token' });
  });

  it('forgets the key with the page', async () => {
    const page = await open();
    await authorize(page, app.world.acme.keys.owner);
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).toBe(
      '[{},{},""]',
    );
    await page.reload();
    await page.locator('.opblock').first().waitFor();
    const { status } = await call(await operation(page, 'list_agents'));
    expect(status).toContain('401');
  });
});

async function expectCount(locator: Locator, count: number): Promise<void> {
  await until(async () => ((await locator.count()) === count ? true : undefined));
}
