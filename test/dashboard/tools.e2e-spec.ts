import { ApiKeysService } from '@app/auth';
import type { Scope } from '@app/auth';
import { ToolInspection } from '@app/mcp';
import { demoUserId } from '@app/public-api';
import type { Page } from 'playwright-core';
import { violationsOf } from '../browser/support/accessibility';
import { signInAndConnect } from '../oauth/support/connect';
import { pets, TOKEN, upstreamFiles } from '../upstreams/support/upstream-app';
import type { UpstreamFiles } from '../upstreams/support/upstream-app';
import { startUpstream } from '../upstreams/support/upstream-server';
import type { UpstreamServer } from '../upstreams/support/upstream-server';
import { createDashboardWorld } from './support/dashboard-world';
import type { DashboardWorld } from './support/dashboard-world';

// A browser and a server share the machine with other tests.
jest.setTimeout(90_000);

describe('tools in the dashboard of an admin', () => {
  let world: DashboardWorld;
  let upstream: UpstreamServer;
  let files: UpstreamFiles;
  beforeAll(async () => {
    upstream = await startUpstream();
    files = upstreamFiles([pets(upstream.url)]);
    world = await createDashboardWorld({
      env: { MCP_BOUND: 'toolsets=agents,runs,skills', UPSTREAMS_FILE: files.file, PETS_TOKEN: TOKEN },
    });
  });
  afterAll(async () => {
    await world.close();
    await upstream.close();
    files.remove();
  });

  const makeKey = async (name: string, scopes: Scope[]) => {
    const { teamId, userIds } = world.app.world.acme;
    const { apiKey } = await world.app
      .get(ApiKeysService)
      .create(teamId, { userId: userIds.owner, name, scopes });
    return apiKey.id;
  };
  const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
  const checkRow = (page: Page, text: string) =>
    page.getByRole('table', { name: 'Checks' }).getByRole('row').filter({ hasText: text });

  it('the catalogue says who may call what, what it costs, and what hosts are shown', async () => {
    const page = await world.person('/tools');
    await rowOf(page, 'create_agent').getByText('owner, admin, manager, builder').waitFor();
    await rowOf(page, 'create_agent').getByText('Take it').waitFor();
    const { length } = world.app.get(ToolInspection).all();
    await page.getByText(new RegExp(`${length} tools, about [\\d,]+ tokens`)).waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await rowOf(page, 'update_agent').getByText('builder (own)').waitFor();
    await page.getByLabel('Toolset').selectOption('queues');
    await rowOf(page, 'list_queues').getByText('Everybody').waitFor();
    await rowOf(page, 'list_queues').getByText('Not shown').waitFor();
    await page.getByLabel('Search').fill('nothing is called that');
    await page.getByText('No tool matches').waitFor();
  });

  it('a read-only key: the reason why it cannot call a tool, and what helps', async () => {
    const id = await makeKey('story reader', ['mcp:read']);
    const page = await world.person('/tools');
    await page.getByLabel('Search').fill('create_agent');
    await page.getByRole('link', { name: 'create_agent', exact: true }).click();
    const choice = page.getByLabel('Key or app');
    await choice.locator(`option[value="${id}"]`).waitFor({ state: 'attached' });
    await choice.focus();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SELECT');
    await choice.selectOption(id);
    await page.getByRole('status').getByText('Sees it in its list: no').waitFor();
    await checkRow(page, 'Its scopes reach').getByText('Refused').waitFor();
    await checkRow(page, 'Its scopes reach').getByText('make another key that has it').waitFor();
    await checkRow(page, 'The role of its owner reaches').getByText('Passed').waitFor();
  });

  it('an app that may only read lists the tool and cannot call it; a bound is named', async () => {
    await signInAndConnect(world.app, { client: { client_name: 'Reading app' }, scopes: ['mcp:read'] });
    const page = await world.person('/tools/create_agent');
    const choose = async () => {
      const option = page.getByLabel('Key or app').locator('option', { hasText: 'Reading app' });
      await option.waitFor({ state: 'attached' });
      await page.getByLabel('Key or app').selectOption((await option.getAttribute('value')) ?? '');
    };
    await choose();
    await page.getByRole('status').getByText('Sees it in its list: yes').waitFor();
    await page.getByRole('status').getByText('A tool call passes: no').waitFor();
    await page.goto(`${world.app.url}/tools/list_queues`);
    await choose();
    await page.getByRole('status').getByText('A REST request passes: yes').waitFor();
    await checkRow(page, 'The server shows the tool').getByText('MCP_BOUND').waitFor();
  });

  it('a tool of an upstream is tried as oneself, in each of its forms', async () => {
    const page = await world.person('/tools/pets_createPet');
    await page.getByRole('textbox', { name: 'name', exact: true }).fill('Rex');
    await page.getByRole('spinbutton', { name: 'age', exact: true }).fill('3');
    const toolCall = page.getByLabel('the tool call', { exact: true });
    expect(JSON.parse((await toolCall.textContent()) ?? '').params).toEqual({
      name: 'pets_createPet',
      arguments: { name: 'Rex', age: 3 },
    });
    // A POST of others deletes or interrupts for all we know, so it asks.
    await page.getByRole('button', { name: 'Call pets_createPet' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Call', exact: true }).click();
    await page.getByText(/Status 20\d, request id/).waitFor();
    const request = await page.getByLabel('the REST request', { exact: true }).textContent();
    expect(request).toContain('/v1/upstreams/pets/pets');
    expect(request).toContain(`--data-binary '{"name":"Rex","age":3}'`);
    expect(request).not.toContain(TOKEN);
    const made = upstream.seen.filter(({ method }) => method === 'POST');
    expect(made).toMatchObject([{ url: '/pets' }]);
    expect(made[0]?.body.toString()).toBe('{"name":"Rex","age":3}');
    await page.getByRole('spinbutton', { name: 'age', exact: true }).fill('4');
    expect(await page.getByLabel('the REST request', { exact: true }).count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('says why when the answer does not come', async () => {
    const id = await makeKey('story gone', ['mcp:read']);
    const page = await world.person('/tools/create_agent');
    await page.route('**/api/admin/tools/*/access*', (route) => route.abort());
    const choice = page.getByLabel('Key or app');
    await choice.locator(`option[value="${id}"]`).waitFor({ state: 'attached' });
    await choice.selectOption(id);
    await page.getByRole('alert').getByText('could not be reached').waitFor();
    await page.unroute('**/api/admin/tools/*/access*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('status').getByText('Sees it in its list: no').waitFor();
  });

  it('a member sees the catalogue as before, and is asked nothing about the keys of others', async () => {
    const page = await world.person('/tools', { userId: demoUserId('member') });
    await rowOf(page, 'create_agent').getByText('agents:create').waitFor();
    expect(await page.getByRole('columnheader', { name: 'Tokens' }).count()).toBe(0);
    await page.getByRole('link', { name: 'create_agent', exact: true }).click();
    await page.getByText('builder: Everything').waitFor();
    expect(await page.getByLabel('Key or app').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'has no fault that axe finds in an answer, in %s',
    async (colorScheme) => {
      const id = await makeKey(`story ${colorScheme}`, ['mcp:read']);
      const page = await world.person('/tools/delete_queue', { colorScheme });
      const choice = page.getByLabel('Key or app');
      await choice.locator(`option[value="${id}"]`).waitFor({ state: 'attached' });
      await choice.selectOption(id);
      await page.getByRole('table', { name: 'Checks' }).waitFor();
      await page.getByText('Input schema').click();
      expect(await violationsOf(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
      ).toBe(0);
    },
  );
});
