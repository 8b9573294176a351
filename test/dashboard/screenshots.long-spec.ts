import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createDashboardWorld } from './support/dashboard-world';
import type { DashboardWorld } from './support/dashboard-world';

const PAGES = [
  ['connect', '/'],
  ['runs', '/runs'],
  ['human-requests', '/human-requests'],
  ['tools', '/tools'],
  ['try-a-tool', '/tools/list_runs'],
  ['tool-access', '/tools/create_agent', explainFirstKey],
  ['api-keys', '/settings/api-keys'],
  ['connected-apps', '/settings/connected-apps'],
  ['connections', '/settings/connections'],
  ['members', '/settings/members'],
  ['your-limits', '/settings/limits'],
  ['rate-limits', '/admin/rate-limits'],
  ['usage', '/admin/usage'],
  ['webhooks', '/admin/webhooks'],
  ['audit-log', '/admin/audit'],
] as const satisfies readonly (readonly [string, string, ((page: Page) => Promise<void>)?])[];

async function explainFirstKey(page: Page): Promise<void> {
  const choice = page.getByLabel('Key or app');
  await choice.waitFor();
  const [first] = await choice.locator('optgroup[label="API keys"] option').all();
  await choice.selectOption((await first?.getAttribute('value')) ?? '');
  await page.getByRole('table', { name: 'Checks' }).scrollIntoViewIfNeeded();
}

const LOOKS = [
  ['light', 'light', 1280],
  ['dark', 'dark', 1280],
  ['phone', 'light', 390],
] as const;

/** Written to the folder that SCREENSHOTS names, else to one that nobody keeps. */
describe('screenshots', () => {
  let world: DashboardWorld;
  let folder: string;
  beforeAll(async () => {
    folder = process.env.SCREENSHOTS ?? (await mkdtemp(join(tmpdir(), 'duvo-screenshots-')));
    await mkdir(folder, { recursive: true });
    world = await createDashboardWorld({
      env: { RATE_LIMITS: 'api=200/60,api_user=900/60,api_team=6000/60' },
    });
    const { keys } = world.app.world.acme;
    const traffic = [
      [keys.builder, '/v1/agents', 210],
      [keys.manager, '/v1/queues', 60],
      [keys.member, '/v1/runs', 30],
    ] as const;
    for (const [key, path, calls] of traffic) {
      for (let n = 0; n < calls; n += 1) {
        await world.app.rest('GET', path, { headers: { authorization: `Bearer ${key}` } });
      }
    }
    await world.app.flushAudit();
  }, 60_000);
  afterAll(() => world.close());

  it.each(LOOKS)(
    'are made, %s',
    async (name, colorScheme, width) => {
      const page = await world.person('/', { colorScheme, width });
      for (const [file, path, act] of PAGES) {
        await page.goto(world.app.url + path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await act?.(page);
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: join(folder, `${file}-${name}.png`) });
        await expect(page.getByRole('alert').count()).resolves.toBe(0);
      }
    },
    60_000,
  );
});
