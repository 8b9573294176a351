import { demoUserId } from '@app/public-api';
import type { Page } from 'playwright-core';
import { violationsOf } from '../browser/support/accessibility';
import { addPerson } from '../settings/people';
import { createDashboardWorld } from './support/dashboard-world';
import type { DashboardWorld } from './support/dashboard-world';

const CONNECTIONS = '/settings/connections';

// A browser and a server share the machine with other tests.
jest.setTimeout(90_000);

describe('connections in the dashboard', () => {
  let world: DashboardWorld;
  beforeAll(async () => {
    world = await createDashboardWorld();
  });
  afterAll(() => world.close());

  const dialog = (page: Page) => page.getByRole('dialog');
  const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
  const button = (page: Page, name: string) => dialog(page).getByRole('button', { name, exact: true });

  it('one is made, granted to a person, used by them, edited and deleted', async () => {
    const friend = await addPerson(world.app, world.app.world.acme.teamId, 'member');
    const seen = async (): Promise<[string, string][]> => {
      const reply = await world.app.rest('GET', '/v1/connections?limit=100', { key: friend.key });
      const { connections } = reply.body as { connections: { name: string; access: string }[] };
      return connections
        .filter(({ name }) => name.startsWith('Ledger'))
        .map(({ name, access }) => [name, access]);
    };
    const page = await world.person(CONNECTIONS, { userId: demoUserId('builder') });
    await page.getByRole('button', { name: 'New connection' }).click();
    await dialog(page).getByLabel('Name', { exact: true }).fill('Ledger');
    await dialog(page).getByLabel('Kind of system').fill('erp');
    await dialog(page).getByLabel('Provider').fill('sap');
    await dialog(page).getByLabel('Sign in with').selectOption('password');
    await dialog(page).getByLabel('User name').fill('robot');
    await dialog(page).getByLabel('Password', { exact: true }).fill('hunter2-very-secret');
    expect(await violationsOf(page)).toEqual([]);
    await button(page, 'Make connection').click();
    await rowOf(page, 'Ledger').getByText('Manage it').waitFor();
    expect(await page.content()).not.toContain('hunter2');
    expect(await seen()).toEqual([]);

    await page.getByRole('button', { name: 'Grants of Ledger' }).click();
    await dialog(page).getByText('No grants.').waitFor();
    const choice = dialog(page).getByLabel('Grant to');
    await choice.locator(`option[value="user:${friend.userId}"]`).waitFor({ state: 'attached' });
    await choice.selectOption(`user:${friend.userId}`);
    await button(page, 'Add').click();
    await choice.selectOption('role:manager');
    await dialog(page).getByLabel('Level', { exact: true }).selectOption('manage');
    await button(page, 'Add').click();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, 'Save').click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(await seen()).toEqual([['Ledger', 'use']]);

    await page.getByRole('button', { name: 'Grants of Ledger' }).click();
    await button(page, 'Remove Role manager').click();
    await dialog(page).getByRole('listitem').getByRole('combobox').selectOption('view');
    await button(page, 'Save').click();
    await dialog(page).waitFor({ state: 'detached' });
    expect(await seen()).toEqual([['Ledger', 'view']]);

    await page.getByRole('button', { name: 'Edit Ledger' }).click();
    await dialog(page).getByLabel('Name', { exact: true }).fill('Ledger of Acme');
    await dialog(page).getByLabel('Everybody in the team may use it').check();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, 'Save').click();
    await rowOf(page, 'Ledger of Acme').getByText('Shared with the team').waitFor();
    expect(await seen()).toEqual([['Ledger of Acme', 'use']]);

    await page.getByRole('button', { name: 'Delete Ledger of Acme' }).click();
    await button(page, 'Delete').click();
    await rowOf(page, 'Ledger of Acme').waitFor({ state: 'detached' });
    expect(await seen()).toEqual([]);
  });

  it('a broken one is signed in again', async () => {
    const page = await world.person(CONNECTIONS, { userId: demoUserId('admin') });
    await rowOf(page, 'Old file server').getByText('Sign in again.').waitFor();
    await page.getByRole('button', { name: 'Edit Old file server' }).click();
    await dialog(page).getByLabel('Token', { exact: true }).fill('another-token');
    await button(page, 'Save').click();
    await rowOf(page, 'Old file server').getByText('Active').waitFor();
  });

  it('offers what the role reaches: a manager ends sharing, a viewer sees none', async () => {
    const manager = await world.person(CONNECTIONS, { userId: demoUserId('manager') });
    const row = rowOf(manager, 'SAP Production');
    await row.getByText('Shared with the team').waitFor();
    expect(await row.getByRole('button').allTextContents()).toEqual(['Stop sharing']);
    expect(await rowOf(manager, 'Personal drive').getByRole('button').count()).toBe(0);
    await row.getByRole('button', { name: 'Stop sharing SAP Production' }).click();
    await row.getByText('Nothing', { exact: true }).waitFor();
    expect(await row.getByRole('button').count()).toBe(0);
    const viewer = await world.person(CONNECTIONS, { userId: demoUserId('viewer') });
    await viewer.getByText('Viewers have no connections').waitFor();
  });
});
