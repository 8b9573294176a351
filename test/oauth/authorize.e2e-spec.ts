import { Interactions } from '@app/oauth-server';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { approve, registered, signInAndConnect } from './support/connect';
import { Host } from './support/host';
import { pageText, Person } from './support/person';

jest.setTimeout(180_000);

type Fields = Parameters<Host['attempt']>[0];

describe.each(DATABASES)('the authorization endpoint on $database', ({ embedded }) => {
  let t: TestApp;
  let host: Host;
  beforeAll(async () => {
    t = await createTestApp({ embedded });
    host = await registered(t, { redirect_uris: ['http://127.0.0.1:8080/callback'] });
  });
  afterAll(() => t.close());

  const open = (fields: Fields = {}, of = host): Promise<Response> =>
    new Person(t).open(of.attempt(fields).url);

  /** @returns the error that the host gets in its redirect */
  async function errorOf(fields: Fields): Promise<Record<string, string>> {
    const reply = await open({ state: 's', ...fields });
    expect(reply.status).toBe(303);
    const location = new URL(reply.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe('http://127.0.0.1:8080/callback');
    return Object.fromEntries(location.searchParams);
  }

  /** @returns what the page of an error says that goes to nobody */
  async function pageOf(fields: Fields, of = host): Promise<string> {
    const reply = await open(fields, of);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('location')).toBeNull();
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    return reply.text();
  }

  it('asks to sign in, then for consent, each on a page of its own, and gives a code with iss (interop 27, 28)', async () => {
    const { attempt, callback, person } = await approve(t, { host });
    expect(Object.fromEntries(callback.searchParams)).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      state: attempt.state,
      iss: t.url,
    });
    expect(person.asked).toEqual([
      expect.objectContaining({ prompt: 'login', userId: undefined, signInAgain: false }),
      expect.objectContaining({
        prompt: 'consent',
        userId: t.world.acme.userIds.owner,
        scopes: ['mcp:read', 'mcp:write'],
        client: {
          id: host.clientId,
          name: 'Test Host',
          redirectHost: '127.0.0.1:8080',
          redirectIsLoopback: true,
          registration: 'dynamic',
        },
      }),
    ]);
  });

  it('tells the host of a refusal', async () => {
    const { callback } = await approve(t, { host, deny: true });
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({ error: 'access_denied', iss: t.url });
    expect(callback.searchParams.has('code')).toBe(false);
  });

  describe('PKCE', () => {
    it('A1: refuses a request without a challenge', async () => {
      const error = await errorOf({ code_challenge: undefined, code_challenge_method: undefined });
      expect(error).toMatchObject({ error: 'invalid_request', iss: t.url, state: 's' });
    });

    it.each([
      ['plain', { code_challenge_method: 'plain' }],
      ['no method', { code_challenge_method: undefined }],
      ['a challenge that is too short', { code_challenge: 'x'.repeat(42) }],
      ['a challenge with other characters', { code_challenge: `${'x'.repeat(42)}=` }],
    ])('A2: refuses %s', async (_, fields) => {
      expect(await errorOf(fields)).toMatchObject({ error: 'invalid_request', iss: t.url });
    });
  });

  describe('redirect URIs', () => {
    it.each([
      'https://evil.test/callback',
      'http://127.0.0.1:8080/callback/',
      'http://127.0.0.1:8080/Callback',
      'http://127.0.0.1:8080/callback?x=1',
      'http://127.0.0.1:8080/a/../callback',
      'http://127.0.0.1:8080/callback%2f',
      'http://127.0.0.1:8080/%63allback',
      'http://127.0.0.1:8080@evil.test/callback',
      'http://localhost@evil.test/callback',
      'http://127.0.0.1.evil.test:8080/callback',
      'https://127.0.0.1:8080/callback',
      'HTTP://127.0.0.1:8080/callback#x',
      '"><script>alert(1)</script>',
      'javascript:alert(1)',
    ])('A8: sends nobody to %s', async (uri) => {
      const page = await pageOf({ redirect_uri: uri, state: '<script>alert(1)</script>' });
      expect(page).not.toContain('<script');
      expect(pageText(page)).toContain('invalid_redirect_uri');
    });

    it('A8: compares those of the web letter by letter', async () => {
      const web = await registered(t, { redirect_uris: ['https://host.test/cb'] });
      for (const uri of [
        'https://host.test:443/cb',
        'https://HOST.test/cb',
        'https://host.test:8443/cb',
        'http://host.test/cb',
      ]) {
        await pageOf({ redirect_uri: uri }, web);
      }
      expect((await open({}, web)).status).toBe(303);
    });

    it.each([
      'http://127.0.0.1/callback',
      'http://127.0.0.1:9999/callback',
      'http://localhost:9999/callback',
    ])('A9: lets an app listen on %s, whichever port was free (interop 9, 10, 25)', async (uri) => {
      const { callback } = await approve(t, { host, request: { redirect_uri: uri } });
      expect(callback.href.startsWith(uri)).toBe(true);
      expect(callback.searchParams.has('code')).toBe(true);
    });

    it.each(['http://127.0.0.1:9999/other', 'http://[::1]:8080/callback', 'http://10.0.0.1:8080/callback'])(
      'A9: but not on %s',
      async (uri) => {
        await pageOf({ redirect_uri: uri });
      },
    );
  });

  describe('an error before a person has done anything', () => {
    let web: Host;
    beforeAll(async () => {
      web = await registered(t, { redirect_uris: ['https://host.test/cb'] });
    });

    it.each([
      ['no challenge', { code_challenge: undefined }, 'invalid_request'],
      ['a foreign resource', { resource: 'https://evil.test/' }, 'invalid_target'],
      ['prompt=none', { prompt: 'none' }, 'login_required'],
      ['response_type token', { response_type: 'token' }, 'invalid_request'],
      ['response_type none', { response_type: 'none' }, 'unsupported_response_type'],
    ])('does not send the browser to a website that registered itself: %s', async (_, fields, error) => {
      const page = await pageOf({ state: 's', ...fields }, web);
      expect(pageText(page)).toContain(error);
      expect(page).not.toMatch(/<form|<meta http-equiv|<script/);
    });

    it('is shown with a link to go on, in the words of the protocol', async () => {
      const page = await pageOf({ state: 's', code_challenge: undefined }, web);
      const [, href = ''] = /<a [^>]*href="([^"]*)"/.exec(page) ?? [];
      const target = new URL(href.replaceAll('&amp;', '&'));
      expect(`${target.origin}${target.pathname}`).toBe('https://host.test/cb');
      expect(Object.fromEntries(target.searchParams)).toMatchObject({
        error: 'invalid_request',
        state: 's',
        iss: t.url,
      });
      expect(pageText(page)).toContain('host.test');
    });

    it.each(['fragment', 'form_post', 'web_message'])('is no form or fragment for %s', async (mode) => {
      const reply = await open({ response_mode: mode }, web);
      expect([reply.status, reply.headers.get('location'), await reply.json()]).toEqual([
        400,
        null,
        { error: 'invalid_request', error_description: expect.stringContaining('response_mode=query') },
      ]);
    });

    it('goes to an app on this machine, and after a refusal to a website too', async () => {
      const app = await registered(t, { redirect_uris: ['cursor://anysphere.cursor-mcp/callback'] });
      const reply = await open({ code_challenge: undefined }, app);
      expect(reply.headers.get('location')).toMatch(/^cursor:\/\/.*error=invalid_request/);
      const { callback } = await approve(t, { host: web, deny: true });
      expect(callback.href).toMatch(/^https:\/\/host\.test\/cb\?.*error=access_denied/);
    });
  });

  it.each([
    ['response_type token', { response_type: 'token' }, 'invalid_request'],
    ['response_type code id_token', { response_type: 'code id_token', nonce: 'n' }, 'invalid_request'],
    ['response_type none', { response_type: 'none' }, 'unsupported_response_type'],
    ['response_mode fragment', { response_mode: 'fragment' }, 'invalid_request'],
    ['response_mode form_post', { response_mode: 'form_post' }, 'invalid_request'],
    ['response_mode web_message', { response_mode: 'web_message' }, 'invalid_request'],
  ])('A10: gives no code for %s', async (_, fields, error) => {
    const reply = await open(fields);
    const text = `${reply.headers.get('location')} ${await reply.text()}`;
    expect(text).toContain(error);
    expect(text).not.toMatch(/[?&#]code=|name="code"/);
  });

  it.each([
    ['request', { request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    ['request_uri', { request_uri: 'https://evil.test/request' }, 'request_uri_not_supported'],
    ['registration', { registration: '{}' }, 'registration_not_supported'],
  ])('A12: does not take the parameter %s', async (_, fields, error) => {
    expect(await errorOf(fields)).toMatchObject({ error });
  });

  it('A13: refuses a parameter that comes twice, and believes neither', async () => {
    expect(pageText(await pageOf({ client_id: [host.clientId, 'b'] }))).toContain(
      'must not be provided twice',
    );
    const error = await errorOf({ redirect_uri: ['https://evil.test/', 'http://127.0.0.1:8080/callback'] });
    expect(error).toMatchObject({ error: 'invalid_request' });
    expect(await errorOf({ code_challenge: ['x'.repeat(43), 'y'.repeat(43)] })).toMatchObject({
      error: 'invalid_request',
    });
  });

  it('keeps no request that is longer than any host needs', async () => {
    expect((await open({ state: 's'.repeat(4000) })).status).toBe(303);
    const reply = await open({ state: 's'.repeat(9000) });
    expect([reply.status, await reply.json()]).toEqual([
      400,
      { error: 'invalid_request', error_description: expect.stringContaining('8 KiB') },
    ]);
  });

  it('is not found under other letters', async () => {
    const { url } = host.attempt();
    for (const path of [
      '/OAuth/authorize',
      '/oauth/Authorize',
      '/oauth/Sign-Out',
      '/oauth/Interaction/x',
      '/.Well-Known/openid-configuration',
      '/V1/profile',
      '/v1/Profile',
    ]) {
      const reply = await new Person(t).open(`${path}${new URL(url, t.url).search}`);
      expect([path, reply.status]).toEqual([path, 404]);
    }
  });

  it('A14: gives the state back as it came, in the query alone', async () => {
    const state = 'a\r\nSet-Cookie: x=1\r\n\r\n<script>';
    const reply = await open({ state, code_challenge: undefined });
    const location = reply.headers.get('location') ?? '';
    expect(new URL(location).searchParams.get('state')).toBe(state);
    expect(location).not.toMatch(/[\r\n<]/);
    expect(reply.headers.getSetCookie().join()).not.toContain('x=1');
  });

  it.each([
    ['another host', 'https://evil.test/v1/mcp'],
    ['a fragment', (res: string) => `${res}#x`],
    ['a query', (res: string) => `${res}?x=1`],
    ['another path', (res: string) => `${res}/admin`],
    ['no URL', 'mcp'],
    ['a list with a foreign one', (res: string) => [res, 'https://evil.test/v1/mcp']],
  ])('A15: refuses a resource with %s', async (_, resource) => {
    const given = typeof resource === 'function' ? resource(host.resource) : resource;
    expect(await errorOf({ resource: given })).toMatchObject({ error: 'invalid_target', iss: t.url });
  });

  it.each([
    ['no scope', undefined, ['mcp:read', 'mcp:write']],
    ['an empty scope (interop 23)', '', ['mcp:read', 'mcp:write']],
    ['a plus too many (interop 6)', ' offline_access', ['mcp:read', 'mcp:write']],
    [
      'all that the metadata lists (interop 7)',
      'openid offline_access mcp:read mcp:write',
      ['mcp:read', 'mcp:write'],
    ],
    ['scopes of others', 'read:user claudeai', ['mcp:read', 'mcp:write']],
    ['one scope', 'mcp:read', ['mcp:read']],
  ])('asks for what a host means by %s', async (_, scope, asked) => {
    const { person, callback } = await approve(t, { host, request: { scope } });
    expect(person.asked[1]?.scopes).toEqual(asked);
    expect(callback.searchParams.has('code')).toBe(true);
  });

  it('takes nonce and max_age without openid', async () => {
    const request = { nonce: 'n', max_age: '60' };
    expect((await approve(t, { host, request })).callback.searchParams.has('code')).toBe(true);
  });

  it('gives an ID token to who asks for openid', async () => {
    const request = { scope: 'openid mcp:read', nonce: 'n' };
    const { tokens } = await signInAndConnect(t, { host, request });
    const [, payload = ''] = tokens.id_token?.split('.') ?? [];
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
      iss: t.url,
      aud: host.clientId,
      sub: t.world.acme.userIds.owner,
      nonce: 'n',
    });
    expect(tokens.scope).toBe('mcp:read');
  });

  it('says when a host wants the person to sign in anew', async () => {
    const { person } = await approve(t, { host, request: { prompt: 'login consent' } });
    expect(person.asked.map(({ signInAgain }) => signInAgain)).toEqual([true, true]);
  });

  it('takes a pushed request, with the same leniency', async () => {
    const { url, verifier } = host.attempt({ resource: `${t.url}/`, scope: '' });
    const pushed = await host.form('/oauth/par', Object.fromEntries(url.searchParams));
    expect(pushed).toMatchObject({ status: 201, body: { expires_in: 60 } });
    const request = new URL('/oauth/authorize', t.url);
    request.searchParams.set('client_id', host.clientId);
    request.searchParams.set('request_uri', pushed.body.request_uri);
    const callback = await new Person(t).go(request);
    const attempt = { url, verifier, state: '', redirectUri: host.redirectUri };
    expect((await host.redeem(attempt, callback)).status).toBe(200);
  });

  it('keeps requests in several tabs apart (interop 25)', async () => {
    const person = new Person(t);
    const [one, two] = [host.attempt(), host.attempt()];
    const first = await person.open(one.url);
    const second = await person.open(two.url);
    for (const [reply, attempt] of [
      [second, two],
      [first, one],
    ] as const) {
      const callback = await person.go(reply.headers.get('location') ?? '');
      expect(callback.searchParams.get('state')).toBe(attempt.state);
      expect((await host.redeem(attempt, callback)).status).toBe(200);
    }
  });

  it('lets another person take over the browser half-way', async () => {
    const person = new Person(t);
    await person.go(host.attempt().url);
    const { userIds } = t.world.acme;
    const other = new Person(t, { userId: userIds.member });
    Object.assign(other, { jar: person.jar });
    const attempt = host.attempt();
    const { body } = await host.redeem(attempt, await other.go(attempt.url));
    expect((await host.call(body.access_token)).body.profile).toMatchObject({ id: userIds.member });
  });

  it('A42: gives no code silently, signed in or not', async () => {
    expect(await errorOf({ prompt: 'none' })).toMatchObject({ error: 'login_required', iss: t.url });
    const person = new Person(t);
    await person.go(host.attempt().url);
    const reply = await person.open(host.attempt({ prompt: 'none' }).url);
    const location = new URL(reply.headers.get('location') ?? '');
    expect(location.searchParams.get('error')).toMatch(/^(consent_required|access_denied)$/);
    expect(location.searchParams.has('code')).toBe(false);
  });

  it('A41: asks for consent again, for the same client and for another', async () => {
    const person = new Person(t);
    await person.go(host.attempt().url);
    await person.go(host.attempt().url);
    await person.go((await registered(t)).attempt().url);
    expect(person.asked.map(({ prompt }) => prompt)).toEqual(
      Array.from({ length: 3 }, () => ['login', 'consent']).flat(),
    );
  });

  it('A45: serves nobody who has the address of an interaction without its cookie', async () => {
    const victim = new Person(t);
    const { headers } = await victim.open(host.attempt().url);
    const page = new URL(headers.get('location') ?? '', t.url);
    await expect(new Person(t).respond(page)).rejects.toThrow('This request to connect is over');
    const thief = new Person(t);
    const own = await thief.open(host.attempt().url);
    void own;
    await expect(thief.respond(page)).rejects.toThrow('This request to connect is over');
  });

  it('A45: takes no consent before somebody has signed in', async () => {
    const person = new Person(t);
    const { headers } = await person.open(host.attempt().url);
    const page = new URL(headers.get('location') ?? '', t.url);
    const [request, response] = person.visit(page);
    const { acme } = t.world;
    await expect(
      t.get(Interactions).approve(request, response, {
        userId: acme.userIds.owner,
        teamId: acme.teamId,
        scopes: ['mcp:read'],
      }),
    ).rejects.toThrow('This request to connect is over');
  });

  it('A67: tells a person what to do about a client that is gone (interop 11)', async () => {
    const gone = new Host(t.url);
    gone.clientId = 'gone';
    gone.redirectUri = 'http://127.0.0.1/callback';
    const text = pageText(await pageOf({}, gone));
    expect(text).toContain('Your app is not known here');
    expect(text).toContain('Remove the connection in your app and add it again');
  });

  it('A47, A52: errors are framed by nobody and stored nowhere', async () => {
    const reply = await open({ redirect_uri: 'https://evil.test' });
    expect(reply.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(reply.headers.get('x-frame-options')).toBe('DENY');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const redirected = await open({ response_type: 'token' });
    expect(redirected.headers.get('cache-control')).toBe('no-store');
  });

  it('serves the address that old clients make up (interop 4)', async () => {
    const { url } = host.attempt();
    const reply = await new Person(t).open(`/authorize${url.search}`);
    expect(reply.status).toBe(303);
    expect(reply.headers.get('location')).toMatch(/^\/oauth\/interaction\/[\w-]+$/);
  });

  it('takes requests by GET alone', async () => {
    const { url } = host.attempt();
    const reply = await fetch(url, { method: 'POST', redirect: 'manual' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('a flood of requests for access', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ env: { RATE_LIMITS: 'unauthenticated=20/60' } });
  });
  afterAll(() => t.close());

  it('is bounded per address, as are guesses at the token endpoint', async () => {
    const host = await registered(t);
    const statuses: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      statuses.push((await new Person(t).open(host.attempt().url)).status);
      statuses.push((await host.refresh('guess')).status);
    }
    expect(statuses.slice(0, 2)).toEqual([303, 400]);
    const refused = await host.refresh('guess');
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await new Person(t).open(host.attempt().url)).status).toBe(429);
    expect(statuses.filter((status) => status !== 429).length).toBeLessThanOrEqual(24);
  });
});
