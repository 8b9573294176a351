import { demoUserId } from '@app/public-api';
import type { Page } from 'playwright-core';
import { violationsOf } from '../browser/support/accessibility';
import { addPerson, newAccount } from '../settings/people';
import { createDashboardWorld } from './support/dashboard-world';
import type { DashboardWorld } from './support/dashboard-world';

const MEMBERS = '/settings/members';

// A browser and a server share the machine with other tests.
jest.setTimeout(90_000);

describe('members in the dashboard', () => {
  let world: DashboardWorld;
  beforeAll(async () => {
    world = await createDashboardWorld();
  });
  afterAll(() => world.close());

  const dialog = (page: Page) => page.getByRole('dialog');
  const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

  it('somebody is invited, joins, gets another role, and is removed', async () => {
    const { userId, email } = await newAccount(world.app);
    const page = await world.person(MEMBERS);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await dialog(page).getByLabel('Email').fill(email);
    await dialog(page).getByLabel('Role', { exact: true }).selectOption('builder');
    expect(await violationsOf(page)).toEqual([]);
    await dialog(page).getByRole('button', { name: 'Make invite' }).click();
    const link = (await dialog(page).getByLabel('the link', { exact: true }).textContent()) ?? '';
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('table', { name: 'Invites' }).getByText(email).waitFor();

    const guest = await world.person(new URL(link).pathname, { userId });
    await guest.getByRole('heading', { name: 'You are invited' }).waitFor();
    expect(await violationsOf(guest)).toEqual([]);
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest.getByRole('heading', { name: 'Connect', exact: true }).waitFor();

    await page.reload();
    await page.getByText('Nobody is invited').waitFor();
    const role = rowOf(page, email).getByRole('combobox');
    await Promise.all([
      page.waitForResponse((response) => response.request().method() === 'PATCH'),
      role.selectOption('viewer'),
    ]);
    await guest.goto(`${world.app.url}/settings/api-keys`);
    await guest.getByText('Viewers have no keys').waitFor();
    await page.getByLabel('Search people').fill(email);
    await rowOf(page, email)
      .getByRole('button', { name: /^Remove/ })
      .click();
    await dialog(page).getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('Nobody is called that').waitFor();
    await guest.reload();
    await guest.getByText('You are in no team').waitFor();
  });

  it('an invite is revoked, and its link says so', async () => {
    const { userId, email } = await newAccount(world.app);
    const page = await world.person(MEMBERS);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await dialog(page).getByLabel('Email').fill(email);
    await dialog(page).getByRole('button', { name: 'Make invite' }).click();
    const link = (await dialog(page).getByLabel('the link', { exact: true }).textContent()) ?? '';
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: `Revoke ${email}` }).click();
    await dialog(page).getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByText('Nobody is invited').waitFor();
    const guest = await world.person(new URL(link).pathname, { userId });
    await guest.getByRole('button', { name: 'Join' }).click();
    await guest.getByRole('alert').getByText('Ask for another one').waitFor();
  });

  it('offers nothing that the role does not reach', async () => {
    const owner = await addPerson(world.app, world.app.world.acme.teamId, 'owner');
    const manager = await world.person(MEMBERS, { userId: demoUserId('manager') });
    await rowOf(manager, owner.email).getByText('Owner', { exact: true }).waitFor();
    expect(await rowOf(manager, owner.email).getByRole('combobox').count()).toBe(0);
    expect(await manager.getByRole('button', { name: /^Remove/ }).count()).toBe(0);
    const viewer = await world.person(MEMBERS, { userId: demoUserId('viewer') });
    await rowOf(viewer, owner.email).waitFor();
    expect(await viewer.getByRole('combobox', { name: /^Role of/ }).count()).toBe(0);
    expect(await viewer.getByRole('button', { name: 'Invite', exact: true }).count()).toBe(0);
  });
});
