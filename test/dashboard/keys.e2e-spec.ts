import { ApiKeysService } from '@app/auth';
import { demoUserId } from '@app/public-api';
import type { Page } from 'playwright-core';
import { violationsOf } from '../browser/support/accessibility';
import { PASSWORD } from '../oauth/pages/support/person';
import { signInAndConnect } from '../oauth/support/connect';
import { age } from '../settings/support';
import { signedIn } from '../sessions/support/signed-in';
import { until } from '../support/until';
import { createDashboardWorld } from './support/dashboard-world';
import type { DashboardWorld } from './support/dashboard-world';

const KEYS = '/settings/api-keys';
const APPS = '/settings/connected-apps';

// A browser and a server share the machine with other tests.
jest.setTimeout(90_000);

describe('API keys and connected apps in the dashboard', () => {
  let world: DashboardWorld;
  beforeAll(async () => {
    world = await createDashboardWorld();
  });
  afterAll(() => world.close());

  const dialog = (page: Page) => page.getByRole('dialog');
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const statusOf = async (key: string) => (await world.app.rest('GET', '/v1/profile', { key })).status;
  const secretIn = async (page: Page): Promise<string> =>
    (await dialog(page).getByLabel('the key', { exact: true }).textContent()) ?? '';

  const maxDays = (page: Page): Promise<number | null> =>
    page.evaluate(async () => {
      const reply = await fetch('/api/settings/key-policy');
      const { key_policy: policy } = (await reply.json()) as { key_policy: { max_days: number | null } };
      return policy.max_days;
    });

  async function make(page: Page, name: string): Promise<string> {
    await page.getByRole('button', { name: 'New key' }).click();
    await dialog(page).getByLabel('Name').fill(name);
    await dialog(page).getByRole('button', { name: 'Make key' }).click();
    const secret = await secretIn(page);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    return secret;
  }

  /** Somebody who signed in an hour ago, in a page that does not know it. */
  async function personOfOld(path: string): Promise<Page> {
    const { userIds } = world.app.world.acme;
    const person = await signedIn(world.app, userIds.owner);
    await age(person, world.app, 60);
    const page = await world.chromium.newPage();
    const [name = '', value = ''] = person.cookie.split('=');
    await page.context().addCookies([{ name, value, url: world.app.url }]);
    await page.goto(world.app.url + path);
    return page;
  }

  it('an admin says how long keys live, and ends all of them', async () => {
    const page = await world.person(KEYS);
    const secret = await make(page, 'leaked');
    await page.getByRole('tab', { name: "The team's" }).click();
    const longest = page.getByLabel('A new key lives at most');
    await longest.selectOption({ label: '30 days' });
    await until(async () => ((await maxDays(page)) === 30 ? true : undefined));
    await page.getByRole('button', { name: 'New key' }).click();
    const ends = dialog(page).getByLabel('It ends');
    expect(await ends.locator('option').allTextContents()).toEqual(['In 7 days', 'In 30 days']);
    expect(await ends.inputValue()).toBe('30');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await longest.selectOption({ label: 'Any, and without an end' });
    await until(async () => ((await maxDays(page)) === null ? true : undefined));
    await page.getByRole('button', { name: 'Revoke all keys of the team' }).click();
    await dialog(page).getByRole('button', { name: 'Revoke all keys' }).click();
    await rowOf(page, 'leaked').getByText('Revoked').waitFor();
    expect(await statusOf(secret)).toBe(401);
  });

  it('a key is made, calls a tool, and shows in its list, in usage and in the audit log', async () => {
    const page = await world.person(KEYS);
    const secret = await make(page, 'story laptop');
    expect(secret).toMatch(/^duvo_live_[0-9A-Za-z]{36}$/);
    await rowOf(page, 'story laptop').getByText('Read and change').waitFor();
    expect(await page.content()).not.toContain(secret);
    const result = await world.app.mcp.call('list_agents', {}, { key: secret });
    expect(JSON.stringify(result)).toContain('agents');
    await world.app.flushAudit();
    await until(async () => {
      await page.reload();
      await rowOf(page, 'story laptop').waitFor();
      return (await rowOf(page, 'story laptop').getByText('just now').count()) > 0 ? true : undefined;
    }, 20_000);
    await page.goto(`${world.app.url}/admin/usage`);
    await page.getByRole('cell', { name: 'list_agents', exact: true }).first().waitFor();
    await page.goto(`${world.app.url}/admin/audit`);
    await page.getByLabel('Operation', { exact: true }).fill('settings_create_api_key');
    await page.getByRole('table', { name: 'Entries' }).getByText('settings_create_api_key').first().waitFor();
    await page.getByLabel('Operation', { exact: true }).fill('list_agents');
    await page.getByRole('table', { name: 'Entries' }).getByText('list_agents').first().waitFor();
  });

  it('a key is rotated, and revoked', async () => {
    const page = await world.person(KEYS);
    const first = await make(page, 'turning');
    await page.getByRole('button', { name: 'Rotate turning' }).click();
    await dialog(page).getByRole('button', { name: 'Rotate', exact: true }).click();
    const second = await secretIn(page);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await rowOf(page, 'turning').getByText('Its old secret').waitFor();
    expect(second).not.toBe(first);
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    await page.getByRole('button', { name: 'Revoke turning' }).click();
    await dialog(page).getByRole('button', { name: 'Revoke', exact: true }).click();
    await rowOf(page, 'turning').getByText('Revoked').waitFor();
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 401]);
  });

  it('whoever signed in long ago is asked for the password first', async () => {
    const page = await personOfOld(KEYS);
    await page.getByRole('button', { name: 'New key' }).click();
    await dialog(page).getByLabel('Name').fill('after a while');
    await dialog(page).getByRole('button', { name: 'Make key' }).click();
    const password = dialog(page).getByLabel('Password', { exact: true });
    await password.fill('wrong');
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    await dialog(page).getByRole('alert').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await password.fill(PASSWORD);
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    expect(await statusOf(await secretIn(page))).toBe(200);
  });

  it('Connect: a key that is made there is in the settings of the hosts', async () => {
    const page = await world.person('/');
    await page.getByRole('button', { name: 'Make a key' }).click();
    await dialog(page).getByLabel('Name').fill('from Connect');
    await dialog(page).getByRole('button', { name: 'Make key' }).click();
    const secret = await secretIn(page);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('tab', { name: 'curl' }).click();
    expect(await page.getByLabel('settings for curl', { exact: true }).textContent()).toContain(secret);
  });

  it('an admin sees the keys of the team, and ends one; a viewer has none', async () => {
    const member = await world.person(KEYS, { userId: demoUserId('member') });
    const secret = await make(member, 'of a member');
    expect(await member.getByRole('tab').count()).toBe(0);
    const page = await world.person(KEYS);
    await page.getByRole('tab', { name: "The team's" }).click();
    await page.getByRole('button', { name: 'Revoke of a member' }).click();
    await dialog(page).getByRole('button', { name: 'Revoke', exact: true }).click();
    await rowOf(page, 'of a member').getByText('Revoked').waitFor();
    expect(await statusOf(secret)).toBe(401);
    const viewer = await world.person(KEYS, { userId: demoUserId('viewer') });
    await viewer.getByText('Viewers have no keys').waitFor();
  });

  it('an admin says which tools hosts with a key are shown at most', async () => {
    const { userIds } = world.app.world.acme;
    const secret = await make(await world.person(KEYS, { userId: userIds.member }), 'of a model');
    const page = await world.person(KEYS);
    await page.getByRole('tab', { name: "The team's" }).click();
    const bind = async (selectors: string) => {
      await page.getByRole('button', { name: 'Tools of of a model' }).click();
      await dialog(page).getByLabel('Tools shown at most').fill(selectors);
      await dialog(page).getByRole('button', { name: 'Save' }).click();
    };
    await bind('mode=search');
    await dialog(page).getByText('is written as in the URL of a host').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await bind('readonly=1&toolsets=skills');
    await rowOf(page, 'of a model').getByText('Shows at most readonly=1&toolsets=skills').waitFor();
    const { result } = await world.app.mcp.list({ key: secret });
    expect(result.tools.map(({ name }: { name: string }) => name)).toEqual(['get_skill', 'list_skills']);
  });

  it('a connected app is cut off, and its next call is refused', async () => {
    const { accessToken, host } = await signInAndConnect(world.app, { client: { client_name: 'Story app' } });
    expect((await host.call(accessToken)).status).toBe(200);
    const page = await world.person(APPS);
    await rowOf(page, 'Story app').getByText('127.0.0.1').waitFor();
    await page.getByRole('button', { name: 'Disconnect Story app' }).click();
    await dialog(page).getByRole('button', { name: 'Disconnect', exact: true }).click();
    await page.getByText('No apps yet').waitFor();
    expect((await host.call(accessToken)).status).toBe(401);
  });

  it.each(['light', 'dark'] as const)(
    'have no fault that axe finds in a dialog, in %s',
    async (colorScheme) => {
      const page = await world.person(KEYS, { colorScheme });
      await page.getByRole('button', { name: 'New key' }).click();
      await dialog(page).getByLabel('Name').waitFor();
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  it('a key that ends within two weeks says so', async () => {
    const { acme } = world.app.world;
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 60_000);
    for (const [name, days] of [
      ['this week', 2],
      ['next week', 10],
      ['next month', 20],
    ] as const)
      await world.app
        .get(ApiKeysService)
        .create(acme.teamId, { userId: acme.userIds.owner, name, expiresAt: inDays(days) });
    const page = await world.person(KEYS);
    await rowOf(page, 'this week').locator('.badge-danger').getByText('Ends in 2 days').waitFor();
    await rowOf(page, 'next week').locator('.badge-warning').getByText('Ends in 10 days').waitFor();
    await rowOf(page, 'next month').waitFor();
    expect(await rowOf(page, 'next month').locator('.badge').count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('the signing secret of webhooks is made after a proof, shown once, and replaced', async () => {
    const page = await personOfOld('/admin/webhooks');
    await page.getByText('No secret yet').waitFor();
    await page.getByRole('button', { name: 'New secret' }).click();
    await dialog(page).getByRole('button', { name: 'Make secret' }).click();
    await dialog(page).getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    const shown = dialog(page).getByLabel('the secret', { exact: true });
    expect(await shown.textContent()).toMatch(/^whsec_[\w-]{43}$/);
    expect(await violationsOf(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByText(/^Made /).waitFor();
    expect(await page.content()).not.toContain('whsec_');
    await page.getByRole('button', { name: 'New secret' }).click();
    await dialog(page).getByRole('button', { name: 'Make secret' }).click();
    await shown.waitFor();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByText('The secret before signs too until').waitFor();
  });
});
