import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { authorizeUrl, redeem } from '../oauth/pages/support/host';
import type { Host } from '../oauth/pages/support/host';
import { createPagesWorld } from '../oauth/pages/support/pages-world';
import type { PagesWorld } from '../oauth/pages/support/pages-world';
import { OWNER, PASSWORD } from '../oauth/pages/support/person';
import { until } from '../support/until';
import { loopbackHost, webHost, windowHost } from './support/callback-server';
import type { CallbackServer } from './support/callback-server';
import { startChromium } from './support/chromium';
import type { Chromium } from './support/chromium';
import { watch } from './support/watch';

describe('connecting a host in Chromium', () => {
  let world: PagesWorld;
  let chromium: Chromium;
  const servers: CallbackServer[] = [];
  beforeAll(async () => {
    [world, chromium] = await Promise.all([createPagesWorld(), startChromium()]);
  });
  afterAll(async () => {
    await chromium.close();
    await Promise.all(servers.map((server) => server.close()));
    await world.close();
  });

  const serverOf = async (starting: Promise<CallbackServer>): Promise<CallbackServer> => {
    const server = await starting;
    servers.push(server);
    return server;
  };

  const signIn = async (page: Page, host: Host): Promise<void> => {
    await page.goto(authorizeUrl(world.url, host).href);
    await fillIn(page);
  };

  const fillIn = async (page: Page): Promise<void> => {
    await page.getByLabel('Email').fill(OWNER);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: /^Connect .* to Duvo\?$/ }).waitFor();
  };

  const firstOf = (list: readonly string[], start: string): Promise<string> =>
    until(() => Promise.resolve(list.find((address) => address.startsWith(start))));

  it.each([
    ['with script', true],
    ['without script', false],
  ])('A48: reaches a program on this computer, %s', async (_how, javaScriptEnabled) => {
    const server = await serverOf(loopbackHost());
    const host = await world.register({ name: 'Claude Code', redirectUri: server.redirectUri });
    const page = await chromium.newPage({ javaScriptEnabled });
    const { complaints } = watch(page);
    await signIn(page, host);
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'The host has the code' }).waitFor();
    const callback = await firstOf(server.calls, server.redirectUri);
    expect(new URL(callback).searchParams.get('state')).toBe('state-of-the-host');
    expect(new URL(callback).searchParams.get('iss')).toBe(world.url);
    expect(complaints).toEqual([]);
    const { scope } = await redeem(world.url, host, callback);
    expect(scope.split(' ').sort()).toEqual(['mcp:read', 'mcp:write']);
  });

  it('A48: reaches an app by its own scheme', async () => {
    const redirectUri = 'cursor://anysphere.cursor-mcp/oauth/callback';
    const host = await world.register({ name: 'Cursor', redirectUri });
    const page = await chromium.newPage();
    const { requests, complaints } = watch(page);
    await signIn(page, host);
    await page.getByRole('button', { name: 'Allow' }).click();
    const callback = await firstOf(requests, redirectUri);
    expect((await redeem(world.url, host, callback)).access_token).not.toBe('');
    // The app opens beside the browser, which stays on a page that says what to do.
    await page.getByText('Nothing opens? Switch to Cursor yourself.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('A48: reaches a page of the host that goes on to its app', async () => {
    const server = await serverOf(webHost('claude:'));
    const host = await world.register({ name: 'Claude', redirectUri: server.redirectUri });
    const page = await chromium.newPage();
    const { requests, complaints } = watch(page);
    await signIn(page, host);
    await page.getByRole('button', { name: 'Allow' }).click();
    await firstOf(requests, 'claude://callback?code=');
    expect(server.calls).toHaveLength(1);
    expect((await redeem(world.url, host, server.calls[0] ?? '')).access_token).not.toBe('');
    expect(complaints).toEqual([]);
  });

  it('A48: reaches the page of a host that asked in a window of its own', async () => {
    const server = await serverOf(windowHost());
    const host = await world.register({ redirectUri: server.redirectUri });
    const page = await chromium.newPage();
    await page.goto(server.redirectUri);
    const opened = page.waitForEvent('popup');
    const address = JSON.stringify(authorizeUrl(world.url, host).href);
    await page.evaluate(`void window.open(${address}, 'connect', 'popup')`);
    const popup = await opened;
    await fillIn(popup);
    await popup.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'The host has the code' }).waitFor({ timeout: 10_000 });
  });

  it('A48: tells the host that the person said no', async () => {
    const server = await serverOf(loopbackHost());
    const host = await world.register({ redirectUri: server.redirectUri });
    const page = await chromium.newPage();
    await signIn(page, host);
    await page.getByRole('button', { name: 'Deny' }).click();
    const callback = await firstOf(server.calls, server.redirectUri);
    expect(new URL(callback).searchParams.get('error')).toBe('access_denied');
  });

  it('would not, if the form were answered with a redirect: this is what the page in between is for', async () => {
    const policy = { 'content-security-policy': "default-src 'none'; form-action 'self'" };
    const server = createServer((request, response) => {
      if (request.method === 'POST') response.writeHead(303, { location: 'cursor://x/callback' }).end();
      else
        response
          .writeHead(200, { ...policy, 'content-type': 'text/html' })
          .end('<form method="post"><button>Go</button></form>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const page = await chromium.newPage();
    const { requests, complaints } = watch(page);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.getByRole('button').click();
    expect(await firstOf(complaints, 'Sending form data to')).toContain('form-action');
    expect(requests.filter((address) => address.startsWith('cursor:'))).toEqual([]);
    server.closeAllConnections();
    server.close();
  });

  it('goes by the keyboard alone', async () => {
    const server = await serverOf(loopbackHost());
    const host = await world.register({ redirectUri: server.redirectUri });
    const page = await chromium.newPage();
    const ofFocused = (what: string): Promise<string> =>
      page.evaluate<string>(`document.activeElement.${what}`);
    await page.goto(authorizeUrl(world.url, host).href);
    // The first field has the focus already.
    await page.keyboard.type(OWNER);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Connect Claude to Duvo?' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await ofFocused('name')).toBe('allow_changes');
    await page.keyboard.press('Space');
    await page.keyboard.press('Tab');
    expect(await ofFocused('value')).toBe('approve');
    const outline = await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle');
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    const callback = await firstOf(server.calls, server.redirectUri);
    expect((await redeem(world.url, host, callback)).scope).toBe('mcp:read');
  });
});
