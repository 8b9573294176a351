import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';

const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the host of the dashboard', () => {
  let app: TestApp;
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, ['scripts/ensure-build.mjs', '--dashboard']);
    app = await createTestApp();
  });
  afterAll(() => app.close());

  const get = (path: string, headers: Record<string, string> = BROWSER, method = 'GET') =>
    fetch(app.url + path, { method, headers, redirect: 'manual' });

  it.each(['/', '/settings/api-keys', '/admin/rate-limits', '/no/such/page'])(
    'answers a browser that asks for %s with the one document',
    async (path) => {
      const reply = await get(path);
      expect({ status: reply.status, type: reply.headers.get('content-type') }).toEqual({
        status: 200,
        type: 'text/html; charset=utf-8',
      });
      expect(await reply.text()).toContain('<div id="root">');
    },
  );

  it.each([
    '/v1/no-such-thing',
    '/api/no-such-thing',
    '/api',
    '/.well-known/no-such-thing',
    '/%2ewell-known/no-such-thing',
    '/oauth/no-such-thing',
    '/metrics',
    '/assets/no-such-file.js',
    '/livez/x',
    '/readyz/x',
  ])('never answers %s with a page of the dashboard', async (path) => {
    const reply = await get(path);
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(await reply.text()).not.toContain('<div id="root">');
  });

  it.each([
    ['a program that takes anything', 'GET', { accept: '*/*' }],
    ['a program that takes JSON', 'GET', { accept: 'application/json' }],
    ['whoever says nothing', 'GET', {}],
    ['a form', 'POST', BROWSER],
  ])('answers %s with a 404 in JSON', async (_who, method, headers) => {
    const reply = await get('/settings/api-keys', headers, method);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: 'not_found' });
  });

  it('admits scripts and styles from here alone, with another nonce each time', async () => {
    const [one, other] = await Promise.all([get('/'), get('/')]);
    const policy = one.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toBe(other.headers.get('content-security-policy'));
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    const html = await one.text();
    expect(html).toContain(`nonce="${nonce}"`);
    expect(html).not.toMatch(/<script(?![^>]* src=)/);
    expect(html).not.toMatch(/https?:\/\//);
    expect(one.headers.get('cache-control')).toBe('no-store');
  });

  it('sends files that are kept for ever, compressed for whoever takes that', async () => {
    const html = await (await get('/')).text();
    const [, script = ''] = /src="(\/assets\/index-[\w-]+\.js)"/.exec(html) ?? [];
    const reply = await get(script, { accept: '*/*', 'accept-encoding': 'gzip' });
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      vary: expect.stringContaining('Accept-Encoding'),
    });
    const plain = await get(script, { accept: '*/*', 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(await reply.text());
  });
});
