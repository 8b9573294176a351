import { violationsOf } from '../browser/support/accessibility';
import { startChromium } from '../browser/support/chromium';
import type { Chromium } from '../browser/support/chromium';
import { createFederationWorld } from '../federation/support/federation-world';
import type { FederationWorld } from '../federation/support/federation-world';
import { createTestApp } from '../support/test-app';
import { buildDashboard } from './support/dashboard-world';

// A browser and a server share the machine with other tests.
jest.setTimeout(90_000);

const WAYS = '/api/settings/sign-in';

describe('the door of the dashboard, where an identity provider is set up', () => {
  let chromium: Chromium;
  beforeAll(async () => {
    await buildDashboard();
    chromium = await startChromium();
  });
  afterAll(() => chromium.close());

  async function opened(options: { only?: true } = {}): Promise<FederationWorld> {
    const world = await createFederationWorld({ env: { ...(options.only && { OIDC_ONLY: 'on' }) } });
    const { acme } = world.app.world;
    const { rows } = await world.app.database.query<{ email: string }>(
      'select email from users where id = $1',
      [acme.userIds.admin],
    );
    world.idp.people.set('alice', { email: rows[0]?.email ?? '', email_verified: true, name: 'Alice' });
    await world.app.database.query(
      `insert into identities (issuer, subject, user_id) values ($1, 'alice', $2)`,
      [world.idp.issuer, acme.userIds.admin],
    );
    world.idp.who = 'alice';
    return world;
  }

  it('leads through the provider to the page that was asked for', async () => {
    const world = await opened();
    try {
      const page = await chromium.newPage();
      await page.goto(`${world.url}/settings/members?x=1`);
      await page.getByLabel('Email').waitFor();
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('link', { name: 'Sign in with Example Login' }).click();
      await page.getByRole('heading', { name: 'Members', level: 1 }).waitFor();
      expect(page.url()).toBe(`${world.url}/settings/members?x=1`);
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in with Example Login' }).waitFor();
    } finally {
      await world.close();
    }
  });

  it('has no form where passwords are switched off, and says why a password is refused', async () => {
    const world = await opened({ only: true });
    try {
      const page = await chromium.newPage();
      await page.goto(world.url);
      await page.getByRole('link', { name: 'Sign in with Example Login' }).waitFor();
      expect(await page.getByLabel('Email').count()).toBe(0);
      expect(await violationsOf(page)).toEqual([]);
      expect((await world.app.rest('GET', WAYS)).body).toEqual({
        password: false,
        identity_provider: { name: 'Example Login', start_path: '/oauth/federation/start' },
      });
    } finally {
      await world.close();
    }
  });

  it('says without a provider that there is none', async () => {
    const app = await createTestApp();
    try {
      const reply = await app.rest('GET', WAYS);
      expect([reply.status, reply.body]).toEqual([200, { password: true, identity_provider: null }]);
    } finally {
      await app.close();
    }
  });
});
