import { ConnectedApps } from '@app/oauth-server';
import { DATABASES } from '../../support/test-app';
import { redeem } from './support/host';
import type { Host } from './support/host';
import { createPagesWorld } from './support/pages-world';
import type { PagesWorld } from './support/pages-world';
import { OWNER, PASSWORD, signIn } from './support/person';
import { goesOnTo, textOf } from './support/plain-browser';
import type { Page, PlainBrowser } from './support/plain-browser';

/** In both teams; owner of Globex, viewer of Acme. */
const IN_TWO_TEAMS = 'owner@globex.test';

describe.each(DATABASES)('the pages, on $database', ({ embedded }) => {
  let world: PagesWorld;
  let host: Host;
  beforeAll(async () => {
    world = await createPagesWorld({ embedded });
    host = await world.register();
  });
  afterAll(() => world.close());

  /** Decides, and goes where the page goes. @returns the address of the host to which the browser is sent */
  const decide = async (
    browser: PlainBrowser,
    page: Page,
    fields: Record<string, string>,
  ): Promise<string> => {
    const shown = await browser.submit(page, '/consent', fields);
    expect([shown.status, textOf(shown.body)]).toEqual([200, expect.stringContaining('Claude')]);
    const last = await browser.open(goesOnTo(shown));
    return last.headers.get('location') ?? '';
  };

  describe('sign-in', () => {
    it('says who asks, and takes email and password', async () => {
      const browser = world.browser();
      const page = await world.ask(browser, host);
      expect(page.status).toBe(200);
      expect(textOf(page.body)).toContain('Claude wants to connect.');
      const next = await signIn(browser, page, '  Owner@ACME.test ');
      expect(textOf(next.body)).toContain('Connect Claude to Duvo?');
    });

    it.each([
      ['a wrong password', OWNER, 'not the password'],
      ['an unknown person', 'nobody@acme.test', PASSWORD],
    ])('tells %s what to do, and the same as to anybody', async (_who, email, password) => {
      const browser = world.browser();
      const page = await signIn(browser, await world.ask(browser, host), email, password);
      expect(page.status).toBe(400);
      expect(textOf(page.body)).toContain('Email or password is wrong. Check both and try again');
      expect(page.body).toContain(`value="${email}"`);
      expect(page.body).not.toContain(password);
    });

    it('can be tried again on the same page', async () => {
      const browser = world.browser();
      const wrong = await signIn(browser, await world.ask(browser, host), OWNER, 'wrong');
      expect(textOf((await signIn(browser, wrong)).body)).toContain('Connect Claude');
    });

    it('shows its form again if the address of an answer is opened', async () => {
      const browser = world.browser();
      const wrong = await signIn(browser, await world.ask(browser, host), OWNER, 'wrong');
      expect(textOf((await browser.open(wrong.url)).body)).toContain('Sign in to Duvo');
    });

    it('asks for both fields', async () => {
      const browser = world.browser();
      const page = await signIn(browser, await world.ask(browser, host), OWNER, '');
      expect([page.status, textOf(page.body)]).toEqual([
        400,
        expect.stringContaining('Enter both your email and your password.'),
      ]);
    });

    it('happens by itself in a browser in which the person is signed in', async () => {
      const browser = world.browser();
      await world.askAndSignIn(browser, host);
      expect(textOf((await world.ask(browser, host)).body)).toContain('Connect Claude to Duvo?');
    });

    it('is asked for again if the client wants it (prompt=login)', async () => {
      const browser = world.browser();
      await world.askAndSignIn(browser, host);
      const page = await world.ask(browser, host, { prompt: 'login' });
      expect(textOf(page.body)).toContain('Sign in to Duvo');
      expect(textOf((await signIn(browser, page)).body)).toContain('Connect Claude to Duvo?');
    });

    it('can be left: the host is told that access was denied', async () => {
      const browser = world.browser();
      const shown = await browser.submit(await world.ask(browser, host), '/sign-in', { action: 'cancel' });
      const last = await browser.open(goesOnTo(shown));
      expect(last.headers.get('location')).toContain('error=access_denied');
    });

    it('goes on with 303, so that the password goes nowhere else', async () => {
      const browser = world.browser();
      const page = await world.ask(browser, host);
      const reply = await browser.submit(page, '/sign-in', { email: OWNER, password: PASSWORD });
      expect(reply.status).toBe(303);
    });
  });

  describe('consent', () => {
    it('connects the host for the team, with all that it asked for', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host);
      const callback = await decide(browser, page, { decision: 'approve', allow_changes: 'yes' });
      expect(callback).toMatch(/^https:\/\/claude\.ai\/api\/mcp\/auth_callback\?code=/);
      expect((await redeem(world.url, host, callback)).scope.split(' ').sort()).toEqual([
        'mcp:read',
        'mcp:write',
      ]);
    });

    it('can be narrowed to reading', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host);
      const callback = await decide(browser, page, { decision: 'approve' });
      expect((await redeem(world.url, host, callback)).scope).toBe('mcp:read');
    });

    it('never gives more than was asked for', async () => {
      const browser = world.browser();
      const page = await signIn(browser, await world.ask(browser, host, { scope: 'mcp:read' }));
      expect(page.body).not.toContain('allow_changes');
      const callback = await decide(browser, page, { decision: 'approve', allow_changes: 'yes' });
      expect((await redeem(world.url, host, callback)).scope).toBe('mcp:read');
    });

    it('can be denied: the host is told, and nothing is connected', async () => {
      const browser = world.browser();
      const denied = await world.register({ name: 'Claude denied' });
      const page = await world.askAndSignIn(browser, denied);
      expect(await decide(browser, page, { decision: 'deny' })).toContain('error=access_denied');
      const apps = await world.app.get(ConnectedApps).ofUser(world.app.world.acme.userIds.owner);
      expect(apps.filter(({ clientId }) => clientId === denied.clientId)).toEqual([]);
    });

    it('shows a warning where the redirect stays on this computer', async () => {
      const local = await world.register({ redirectUri: 'http://localhost:4711/callback' });
      const text = textOf((await world.askAndSignIn(world.browser(), local)).body);
      expect(text).toContain('localhost:4711');
      expect(text).toContain('Any program on this computer could be waiting there.');
    });

    it('tells what to do if an app does not open', async () => {
      const browser = world.browser();
      const cursor = await world.register({
        name: 'Cursor',
        redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback',
      });
      const page = await world.askAndSignIn(browser, cursor);
      expect(textOf(page.body)).toContain('Any app on this device could have claimed cursor: links.');
      const shown = await browser.submit(page, '/consent', { decision: 'approve', allow_changes: 'yes' });
      expect(textOf(shown.body)).toContain('Nothing opens? Switch to Cursor yourself.');
      const last = await browser.open(goesOnTo(shown));
      expect(last.headers.get('location')).toMatch(
        /^cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?code=/,
      );
    });
  });

  describe('the team', () => {
    it('is chosen by a person who is in several', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host, IN_TWO_TEAMS);
      const text = textOf(page.body);
      expect(text).toContain('For which team? Acme viewer Globex owner');
      const { acme, globex } = world.app.world;
      await decide(browser, page, { decision: 'approve', allow_changes: 'yes', team_id: acme.teamId });
      const apps = await world.app.get(ConnectedApps).ofUser(globex.ownerId);
      expect(apps.map(({ teamId, clientId }) => ({ teamId, clientId }))).toEqual([
        { teamId: acme.teamId, clientId: host.clientId },
      ]);
    });

    it('has to be chosen, and what was chosen else stays', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host, IN_TWO_TEAMS);
      const again = await browser.submit(page, '/consent', { decision: 'approve' });
      expect([again.status, textOf(again.body)]).toEqual([400, expect.stringContaining('Choose a team.')]);
      expect(again.body).not.toMatch(/name="allow_changes"[^>]*checked/);
    });

    it('cannot be one that the person is not in', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host);
      const fields = { decision: 'approve', team_id: world.app.world.globex.teamId };
      const again = await browser.submit(page, '/consent', fields);
      expect(again.status).toBe(400);
      expect(again.body).not.toContain('http-equiv="refresh"');
    });
  });

  describe('another account', () => {
    it('can be used for the same request', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host, 'viewer@acme.test');
      expect(textOf(page.body)).toContain('Signed in as Victor Viewer (viewer@acme.test).');
      const asked = await browser.submitAndFollow(page, '/switch-account', {});
      expect(textOf(asked.body)).toContain('Sign in to Duvo');
      const other = await signIn(browser, asked, OWNER);
      expect(textOf(other.body)).toContain('Signed in as Olivia Owner (owner@acme.test).');
      const callback = await decide(browser, other, { decision: 'approve', allow_changes: 'yes' });
      const { access_token: token } = await redeem(world.url, host, callback);
      const me = await fetch(`${world.url}/v1/profile`, { headers: { authorization: `Bearer ${token}` } });
      expect(await me.text()).toContain(world.app.world.acme.userIds.owner);
    });
  });

  describe('signing out', () => {
    it('asks first, ends the session, and says so', async () => {
      const browser = world.browser();
      await world.askAndSignIn(browser, host);
      const page = await browser.open('/oauth/sign-out');
      expect(textOf(page.body)).toContain('You are signed in as Olivia Owner');
      const after = await browser.submitAndFollow(page, '/oauth/sign-out', {});
      expect(textOf(after.body)).toContain('You are signed out');
      expect(textOf((await world.ask(browser, host)).body)).toContain('Sign in to Duvo');
    });

    it('does not happen by a form of another site', async () => {
      const browser = world.browser();
      await world.askAndSignIn(browser, host);
      const page = await browser.open('/oauth/sign-out');
      const forged = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      expect((await browser.submit(page, '/oauth/sign-out', {}, forged)).status).toBe(403);
      expect((await browser.submit(page, '/oauth/sign-out', { csrf_token: 'x' })).status).toBe(403);
      expect(textOf((await browser.open('/oauth/sign-out')).body)).toContain('You are signed in as');
    });
  });

  describe('errors', () => {
    it.each([
      ['without a cookie', '/oauth/interaction/AAAAAAAAAAAAAAAAAAAAA'],
      ['of an odd name', '/oauth/interaction/%3Cscript%3Ealert(1)%3C%2Fscript%3E'],
    ])('a request for access %s is over, and the page says what to do', async (_how, path) => {
      const page = await world.browser().open(path);
      expect(page.status).toBe(400);
      expect(textOf(page.body)).toContain('Go back to your app and connect again.');
      expect(textOf(page.body)).toContain(page.headers.get('x-request-id') ?? 'no id');
      expect(page.body).not.toContain('<script');
    });

    it('a request for access that has ended is over', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host);
      await decide(browser, page, { decision: 'approve', allow_changes: 'yes' });
      expect((await browser.open(page.url)).status).toBe(400);
      expect((await browser.submit(page, '/consent', { decision: 'approve' })).status).toBe(400);
    });

    it('a client that is not known is told to register again', async () => {
      const page = await world.browser().open('/oauth/authorize?client_id=unknown&response_type=code');
      expect(page.status).toBe(400);
      expect(textOf(page.body)).toContain('Remove the connection in your app and add it again');
    });

    it('a form that is too large is refused', async () => {
      const browser = world.browser();
      const page = await world.ask(browser, host);
      const reply = await browser.submit(page, '/sign-in', { email: OWNER, password: 'x'.repeat(20_000) });
      expect([reply.status, reply.headers.get('content-type')]).toEqual([413, 'text/html; charset=utf-8']);
    });

    it.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain'])(
      'a form sent as %s is read as no form',
      async (type) => {
        const browser = world.browser();
        const page = await world.ask(browser, host);
        const reply = await browser.request(`${page.url.pathname}/sign-in`, {
          method: 'POST',
          headers: { 'content-type': type, origin: world.url, 'sec-fetch-site': 'same-origin' },
          body: '{"email":"owner@acme.test","password":"x","__proto__":{"csrf_token":"x"}}',
        });
        expect(reply.status).toBe(403);
      },
    );
  });

  it('tabs do not disturb each other', async () => {
    const browser = world.browser();
    const [first, second] = [await world.ask(browser, host), await world.ask(browser, host)];
    const one = await signIn(browser, first);
    const two = await signIn(browser, second);
    for (const page of [two, one]) {
      expect(textOf(page.body)).toContain('Connect Claude to Duvo?');
    }
    expect(await decide(browser, two, { decision: 'approve' })).toContain('code=');
    expect(await decide(browser, one, { decision: 'approve' })).toContain('code=');
  });
});
