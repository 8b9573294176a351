import { violationsOf } from '../browser/support/accessibility';
import { PASSWORD } from '../oauth/pages/support/person';
import { createDashboardWorld, signIn } from './support/dashboard-world';
import type { DashboardWorld } from './support/dashboard-world';

// A browser and a server share the machine with other tests.
jest.setTimeout(90_000);

describe('the door of the dashboard', () => {
  let world: DashboardWorld;
  beforeAll(async () => {
    world = await createDashboardWorld();
  });
  afterAll(() => world.close());

  it('lets a person in at the page they asked for, to another team, and out again', async () => {
    const page = await world.visitor('/runs');
    await signIn(page, 'not the password');
    await page.getByRole('alert').getByText('Email or password is wrong.').waitFor();
    await signIn(page, PASSWORD);
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();

    const teams = page.getByLabel('Team', { exact: true });
    const { globex } = world.app.world;
    await teams.selectOption(globex.teamId);
    // Another team begins at its start; this person is a viewer there, who has nothing to tune.
    await page.getByRole('heading', { name: 'Connect', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Rate limits' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'Connect', level: 1 }).waitFor();
    expect(await teams.inputValue()).toBe(globex.teamId);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'has no fault that a screen reader would meet, %s',
    async (colorScheme) => {
      const page = await world.visitor('/');
      await page.emulateMedia({ colorScheme });
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await violationsOf(page)).toEqual([]);
    },
  );
});
