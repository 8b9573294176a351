import { BrowserSessions } from '@app/auth';
import { DATABASES } from '../../support/test-app';
import { authorizeUrl } from './support/host';
import type { Host } from './support/host';
import { createPagesWorld } from './support/pages-world';
import type { PagesWorld } from './support/pages-world';
import { OWNER, PASSWORD, signIn } from './support/person';
import { textOf } from './support/plain-browser';
import type { Page } from './support/plain-browser';

describe.each(DATABASES)('attacks on the pages, on $database', ({ embedded }) => {
  let world: PagesWorld;
  let host: Host;
  beforeAll(async () => {
    world = await createPagesWorld({ embedded });
    host = await world.register();
  });
  afterAll(() => world.close());

  const SIGN_IN = { email: OWNER, password: PASSWORD, action: 'sign_in' };
  const APPROVE = { decision: 'approve', allow_changes: 'yes' };

  const expectRefused = (page: Page, status: number): void => {
    expect(page.status).toBe(status);
    expect(page.headers.get('location')).toBeNull();
    expect(page.headers.getSetCookie().filter((cookie) => /session/.test(cookie))).toEqual([]);
    expect(page.body).not.toContain('http-equiv="refresh"');
    expect(page.headers.get('content-type')).toContain('text/html');
  };

  describe('a client that calls itself something it is not', () => {
    it('A37: is shown with the host that it sends people to, and as unverified', async () => {
      const evil = await world.register({ name: 'Claude', redirectUri: 'https://evil.example/callback' });
      const text = textOf((await world.askAndSignIn(world.browser(), evil)).body);
      expect(text).toContain('Connect Claude to Duvo?');
      expect(text).toContain('evil.example');
      expect(text).toContain('Unverified');
      expect(text).not.toContain('claude.ai');
    });

    it('A33: cannot bring markup in by its name', async () => {
      const evil = await world.register({ name: '"><script>alert(1)</script><b x="' });
      const browser = world.browser();
      const first = await world.ask(browser, evil);
      const second = await signIn(browser, first);
      for (const page of [first, second]) {
        expect(page.status).toBe(200);
        expect(page.body).not.toContain('<script');
        expect(page.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      }
    });
  });

  describe('consent that was given before', () => {
    it('A41: counts for nothing when another client asks in the same signed-in browser', async () => {
      const browser = world.browser();
      await browser.submit(await world.askAndSignIn(browser, host), '/consent', APPROVE);
      const page = await world.ask(browser, await world.register({ name: 'Second app' }));
      expect(textOf(page.body)).toContain('Connect Second app to Duvo?');
    });

    it('A43: counts for nothing when the same client asks again, sent by another site', async () => {
      const browser = world.browser();
      await browser.submit(await world.askAndSignIn(browser, host), '/consent', APPROVE);
      const url = authorizeUrl(world.url, host);
      const page = await browser.open(url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' });
      expect(page.status).toBe(200);
      expect(textOf(page.body)).toContain('Connect Claude to Duvo?');
    });
  });

  describe.each([
    {
      form: 'sign-in',
      fields: SIGN_IN,
      pageOf: (browser: Browser) => world.ask(browser, host),
    },
    {
      form: 'consent',
      fields: APPROVE,
      pageOf: (browser: Browser) => world.askAndSignIn(browser, host),
    },
  ])('A44: a forged $form form', ({ form, fields, pageOf }) => {
    it.each([
      ['without the token', { csrf_token: undefined }],
      ['with an empty token', { csrf_token: '' }],
      ['with a made-up token', { csrf_token: 'AAAA.BBBB' }],
      ['with two tokens', { csrf_token: ['a', 'b'] }],
    ])('%s is refused', async (_how, token) => {
      const browser = world.browser();
      const page = await pageOf(browser);
      expectRefused(await browser.submit(page, `/${form}`, { ...fields, ...token }), 403);
    });

    it('with the token of another session is refused', async () => {
      const [browser, other] = [world.browser(), world.browser()];
      const page = await pageOf(browser);
      const [, token] = /name="csrf_token" value="([^"]*)"/.exec((await pageOf(other)).body) ?? [];
      expect(token).toMatch(/.{20,}/);
      expectRefused(await browser.submit(page, `/${form}`, { ...fields, csrf_token: token }), 403);
    });

    it.each([
      ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
      ['a neighbour of the same site', { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
      ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ])('from %s is refused', async (_where, headers) => {
      const browser = world.browser();
      const page = await pageOf(browser);
      expectRefused(await browser.submit(page, `/${form}`, fields, headers), 403);
    });

    it('without the cookie of the request for access is refused', async () => {
      const browser = world.browser();
      const page = await pageOf(browser);
      browser.jar.forget(/interaction/);
      expectRefused(await browser.submit(page, `/${form}`, fields), 400);
    });

    it('is accepted as it stands', async () => {
      const browser = world.browser();
      const reply = await browser.submit(await pageOf(browser), `/${form}`, fields);
      expect([200, 303]).toContain(reply.status);
    });
  });

  describe('the order of the steps', () => {
    it('A45: consent before anybody has signed in is refused', async () => {
      const browser = world.browser();
      const page = await world.ask(browser, host);
      const forged = { ...page, body: page.body.replaceAll('/sign-in"', '/consent"') };
      expectRefused(await browser.submit(forged, '/consent', APPROVE), 400);
    });

    it('A45: consent after the person has signed out elsewhere is refused', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host);
      const signOut = await browser.open('/oauth/sign-out');
      await browser.submit(signOut, '/oauth/sign-out', {});
      expectRefused(await browser.submit(page, '/consent', APPROVE), 400);
    });

    it('A45: consent is refused when somebody else has signed in meanwhile, and they are asked who they are', async () => {
      const browser = world.browser();
      const page = await world.askAndSignIn(browser, host, 'viewer@acme.test');
      const { cookie } = await world.app.get(BrowserSessions).open({
        userId: world.app.world.acme.userIds.owner,
        amr: ['pwd'],
        address: '127.0.0.1',
        userAgent: null,
      });
      browser.jar.take([cookie], '/');
      expectRefused(await browser.submit(page, '/consent', APPROVE), 400);
      expect(textOf((await browser.open(page.url)).body)).toContain('Sign in to Duvo');
    });

    it.each([
      ['sign-in', SIGN_IN],
      ['consent', APPROVE],
    ])('A45: the %s form of somebody else’s request for access is refused', async (form, fields) => {
      const [mine, theirs] = [world.browser(), world.browser()];
      const at = (browser: Browser) =>
        form === 'sign-in' ? world.ask(browser, host) : world.askAndSignIn(browser, host);
      const [own, foreign] = [await at(mine), await at(theirs)];
      const swapped = {
        ...own,
        body: own.body.replaceAll(uidOf(own), uidOf(foreign)),
      };
      expectRefused(await mine.submit(swapped, `/${form}`, fields), 400);
      // And with the cookie's value under the other path.
      mine.jar.take([`${interactionCookie(mine)}; path=/oauth/interaction/${uidOf(foreign)}`], '/');
      expectRefused(await mine.submit(swapped, `/${form}`, fields), 400);
    });

    it.each([
      ['signed in', (browser: Browser) => world.askAndSignIn(browser, host)],
      ['not signed in', (browser: Browser) => world.ask(browser, host)],
    ])(
      'A45: somebody else’s request that a neighbour planted with its signature is not shown to who is %s',
      async (_who, arrive) => {
        const [mine, theirs] = [world.browser(), world.browser()];
        await arrive(mine);
        for (const foreign of [await world.ask(theirs, host), await world.askAndSignIn(theirs, host)]) {
          plant(theirs, mine, /^duvo_interaction(\.sig)?$/, foreign.url.pathname);
          const page = await mine.open(foreign.url);
          expectRefused(page, 400);
          expect(textOf(page.body)).toContain('no longer valid');
          expectRefused(
            await mine.submit(foreign, foreign.body.includes('/consent"') ? '/consent' : '/sign-in', SIGN_IN),
            400,
          );
        }
      },
    );

    it('A45: the way back of somebody else’s request is closed, planted with its signature', async () => {
      const [mine, theirs] = [world.browser(), world.browser()];
      const signedIn = await theirs.submit(await world.ask(theirs, host), '/sign-in', SIGN_IN);
      const { pathname } = new URL(signedIn.headers.get('location') ?? '', world.url);
      expect(pathname).toMatch(/^\/oauth\/authorize\/[\w-]+$/);
      plant(theirs, mine, /^duvo_resume(\.sig)?$/, pathname);
      expectRefused(await mine.request(pathname), 400);
      expect((await theirs.request(pathname)).status).toBe(303);
    });

    it('A46: nobody can be signed in to the account of an attacker', async () => {
      const [attacker, victim] = [world.browser(), world.browser()];
      const prepared = await world.ask(attacker, host);
      // The victim's browser sends the attacker's form: first as it is, then as if it came from a page of ours.
      const crossSite = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
      expectRefused(await victim.submit(prepared, '/sign-in', SIGN_IN, crossSite), 403);
      expectRefused(await victim.submit(prepared, '/sign-in', SIGN_IN), 400);
      // And with a request for access of its own, the attacker's token is worth nothing.
      const own = await world.ask(victim, host);
      const [, token] = /name="csrf_token" value="([^"]*)"/.exec(prepared.body) ?? [];
      expectRefused(await victim.submit(own, '/sign-in', { ...SIGN_IN, csrf_token: token }), 403);
      expect(textOf((await world.ask(victim, host)).body)).toContain('Sign in to Duvo');
    });
  });

  describe('A47: in a frame of another site', () => {
    const pages: [string, () => Promise<Page>][] = [
      ['sign-in', () => world.ask(world.browser(), host)],
      [
        'a wrong password',
        async () => {
          const browser = world.browser();
          return signIn(browser, await world.ask(browser, host), OWNER, 'wrong');
        },
      ],
      ['consent', () => world.askAndSignIn(world.browser(), host)],
      [
        'the way back',
        async () => {
          const browser = world.browser();
          return browser.submit(await world.askAndSignIn(browser, host), '/consent', APPROVE);
        },
      ],
      ['an error of ours', () => world.browser().open('/oauth/interaction/unknown')],
      ['an error of the library', () => world.browser().open('/oauth/authorize?client_id=unknown')],
      ['signing out', () => world.browser().open('/oauth/sign-out')],
    ];
    it.each(pages)('%s is not shown, kept or scripted', async (_name, open) => {
      const { headers, body } = await open();
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toMatch(/script-src|unsafe-inline|\*/);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/);
      // A host that opened us in a window of its own waits there for its callback.
      expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
      expect(body).not.toContain('<script');
    });
  });

  describe('A66: an address to return to', () => {
    const signedIn = async () => {
      const browser = world.browser();
      await world.askAndSignIn(browser, host);
      return browser;
    };

    it('is followed after signing out, if it is a path of ours', async () => {
      const browser = await signedIn();
      const page = await browser.open('/oauth/sign-out?return_to=/settings%3Ftab=1');
      const reply = await browser.submit(page, '/oauth/sign-out', {});
      expect([reply.status, reply.headers.get('location')]).toEqual([303, '/settings?tab=1']);
    });

    it.each([
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'javascript:alert(1)',
    ])('%j is followed by no page', async (target) => {
      const browser = await signedIn();
      const page = await browser.open(`/oauth/sign-out?return_to=${encodeURIComponent(target)}`);
      expect(page.body).not.toContain('evil.example');
      const reply = await browser.submit(page, '/oauth/sign-out', { return_to: target });
      expect([reply.status, reply.headers.get('location')]).toEqual([303, '/oauth/sign-out']);
    });

    it.each(['next', 'return_to', 'redirect_uri'])('in %s changes nothing about signing in', async (name) => {
      const browser = world.browser();
      const page = await world.ask(browser, host);
      const again = await browser.open(`${page.url.pathname}?${name}=https://evil.example/`);
      expect(again.body).not.toContain('evil.example');
      const reply = await browser.submit(again, '/sign-in', { ...SIGN_IN, [name]: 'https://evil.example/' });
      expect(new URL(reply.headers.get('location') ?? '', world.url).origin).toBe(world.url);
    });
  });

  type Browser = ReturnType<PagesWorld['browser']>;
  /** What a browser takes from another host of the domain: everything but what the prefix __Host- protects. */
  const plant = (from: Browser, to: Browser, names: RegExp, path: string): void => {
    for (const pair of from.jar.headerFor(path).split('; ')) {
      if (names.test(pair.slice(0, pair.indexOf('=')))) to.jar.take([`${pair}; path=${path}`], '/');
    }
  };
  const uidOf = (page: Page): string =>
    /^\/oauth\/interaction\/([^/]+)/.exec(page.url.pathname)?.[1] ?? 'none';
  const interactionCookie = (browser: Browser): string =>
    `duvo_interaction=${browser.jar.valueOf(/^duvo_interaction$/)}`;
});
