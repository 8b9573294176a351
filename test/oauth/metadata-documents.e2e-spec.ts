import type { RequestListener } from 'node:http';
import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { approve, signInAndConnect } from './support/connect';
import { DocumentServer, REDIRECT } from './support/document-server';
import { Host } from './support/host';
import { pageText, Person } from './support/person';

jest.setTimeout(180_000);

function hostOf(t: TestApp, clientId: string): Host {
  const host = new Host(t.url);
  host.clientId = clientId;
  host.redirectUri = REDIRECT;
  return host;
}

const open = (t: TestApp, clientId: string): Promise<Response> =>
  new Person(t).open(hostOf(t, clientId).attempt().url);

describe.each(DATABASES)('clients that a document describes on $database', ({ embedded }) => {
  let t: TestApp;
  const documents = new DocumentServer();
  beforeAll(async () => {
    await documents.listen();
    t = await createTestApp({
      embedded,
      env: { OAUTH_METADATA_ALLOW_PRIVATE: 'on' },
      alone: 'each process remembers documents',
    });
  });
  afterAll(async () => {
    documents.close();
    await t.close();
  });

  it('connect without registering, as public clients (interop 19)', async () => {
    const metadata = await t.rest('GET', '/.well-known/oauth-authorization-server');
    expect(metadata.body).toMatchObject({
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: expect.arrayContaining(['none', 'private_key_jwt']),
    });
    const id = documents.serve('/client.json', { token_endpoint_auth_method: 'none' });
    const { person, accessToken, host, refreshToken } = await signInAndConnect(t, { host: hostOf(t, id) });
    expect(person.asked[1]?.client).toMatchObject({ id, name: 'Documented', registration: 'document' });
    expect((await host.call(accessToken)).body.profile.credential.client_name).toBe('Documented');
    expect((await host.refresh(refreshToken)).status).toBe(200);
  });

  it('may name grants that we have not, and no authentication method (interop 17, 24)', async () => {
    const id = documents.serve('/vscode.json', {
      grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    });
    const { callback } = await approve(t, { host: hostOf(t, id) });
    expect(callback.searchParams.has('code')).toBe(true);
  });

  it.each([
    ['another client_id', { client_id: 'https://other.test/client.json' }],
    ['a shared secret', { token_endpoint_auth_method: 'client_secret_basic' }],
    ['a secret in it', { client_secret: 'x' }],
    ['a redirect that runs something', { redirect_uris: ['javascript:alert(1)'] }],
    ['no redirect', { redirect_uris: [] }],
    ['more than 5 KB', { padding: 'x'.repeat(6000) }],
  ])('A40: are refused with %s', async (_, document) => {
    const reply = await open(t, documents.serve('/bad.json', document));
    expect([reply.status, reply.headers.get('location')]).toEqual([400, null]);
    expect(pageText(await reply.text())).toMatch(/invalid_client|invalid_redirect_uri/);
  });

  it.each([
    ['a redirect', (_, response) => response.writeHead(302, { location: '/client.json' }).end()],
    ['an error', (_, response) => response.writeHead(500).end()],
    ['a list', (_, response) => response.end('[]')],
    ['no JSON', (_, response) => response.end('<html>')],
  ] as [string, RequestListener][])('A40: are refused where %s comes', async (_, answer) => {
    documents.serve('/client.json');
    documents.answer = answer;
    const reply = await open(t, `http://127.0.0.1:${documents.port}/elsewhere.json`);
    expect(reply.status).toBe(400);
    expect(pageText(await reply.text())).toContain('The description of your app cannot be read');
  });

  it.each([
    ['an error', (_, response) => response.writeHead(502).end()],
    ['no answer', (request) => request.socket.destroy()],
  ] as [string, RequestListener][])('go on while the document gives %s', async (_, away) => {
    const id = documents.serve('/away.json', { token_endpoint_auth_method: 'none' });
    const { host, refreshToken } = await signInAndConnect(t, { host: hostOf(t, id) });
    documents.answer = away;
    const refreshed = await host.refresh(refreshToken);
    expect(refreshed.status).toBe(200);
    expect((await open(t, id)).status).toBe(400);
    expect((await host.revoke(refreshed.body.refresh_token)).status).toBe(200);
    expect((await host.refresh(refreshed.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it.each([
    ['/oauth/token', { grant_type: 'refresh_token', refresh_token: 'x' }],
    ['/oauth/revoke', { token: 'x' }],
    ['/oauth/par', { response_type: 'code' }],
  ])('of which nothing is known yet are told at %s to try again later', async (path, fields) => {
    documents.answer = (_, response) => response.writeHead(502).end();
    const host = hostOf(t, `http://127.0.0.1:${documents.port}/unread.json`);
    const reply = await host.form(path, fields);
    expect([reply.status, reply.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('are unknown once the document is gone', async () => {
    const id = documents.serve('/gone.json', { token_endpoint_auth_method: 'none' });
    const { host, refreshToken } = await signInAndConnect(t, { host: hostOf(t, id) });
    documents.answer = (_, response) => response.writeHead(404).end();
    const refused = await host.refresh(refreshToken);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_client']);
    documents.answer = (_, response) => response.writeHead(502).end();
    expect((await host.refresh(refreshToken)).status).toBe(503);
  });

  it('A40: are not waited for', async () => {
    documents.answer = () => undefined;
    const startedAt = Date.now();
    const reply = await open(t, `http://127.0.0.1:${documents.port}/slow.json`);
    expect(reply.status).toBe(400);
    expect(Date.now() - startedAt).toBeLessThan(4000);
  });
});

describe.each(DATABASES)('documents on the inside on $database', ({ embedded }) => {
  let t: TestApp;
  const documents = new DocumentServer();
  beforeAll(async () => {
    await documents.listen();
    t = await createTestApp({ embedded });
  });
  afterAll(async () => {
    documents.close();
    await t.close();
  });

  it.each([
    (port: number) => `http://127.0.0.1:${port}/client.json`,
    (port: number) => `https://127.0.0.1:${port}/client.json`,
    (port: number) => `https://localhost:${port}/client.json`,
    (port: number) => `https://[::1]:${port}/client.json`,
    (port: number) => `https://[::ffff:127.0.0.1]:${port}/client.json`,
    (port: number) => `https://2130706433:${port}/client.json`,
    (port: number) => `https://0.0.0.0:${port}/client.json`,
    () => 'https://169.254.169.254/latest/meta-data/',
    () => 'https://10.0.0.1/client.json',
    (port: number) => `https://example.com@127.0.0.1:${port}/client.json`,
    (port: number) => `https://127.0.0.1:${port}/client.json#x`,
    (port: number) => `https://127.0.0.1:${port}/a/../client.json`,
    (port: number) => `https://127.0.0.1:${port}/a/%2e%2e/client.json`,
    () => 'file:///etc/passwd',
  ])('A39: are not fetched (%#)', async (id) => {
    const reply = await open(t, id(documents.port));
    expect([reply.status, reply.headers.get('location')]).toEqual([400, null]);
    expect(documents.asked).toEqual([]);
  });

  it('and their clients are unknown for good, not just for now', async () => {
    const reply = await hostOf(t, 'https://10.0.0.1/client.json').refresh('x');
    expect([reply.status, reply.body.error]).toEqual([400, 'invalid_client']);
  });
});

describe('fetching documents', () => {
  let t: TestApp;
  beforeAll(async () => {
    t = await createTestApp({ env: { RATE_LIMITS: 'client_fetch=2/60,client_registration=1/60' } });
  });
  afterAll(() => t.close());

  it('is bounded per address', async () => {
    const replies: unknown[] = [];
    for (const name of ['a', 'b', 'c']) {
      replies.push((await hostOf(t, `https://10.0.0.1/${name}.json`).refresh('x')).body.error);
    }
    expect(replies).toEqual(['invalid_client', 'invalid_client', 'temporarily_unavailable']);
  });

  it('leaves room to register', async () => {
    expect((await new Host(t.url).register()).status).toBe(201);
  });
});

describe('without client metadata documents', () => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ env: { OAUTH_CLIENT_METADATA_DOCUMENTS: 'off' } })));
  afterAll(() => t.close());

  it('an id that is a URL is unknown, and the metadata does not invite to one', async () => {
    const metadata = await t.rest('GET', '/.well-known/oauth-authorization-server');
    expect(metadata.body).not.toHaveProperty('client_id_metadata_document_supported');
    const reply = await open(t, 'https://host.test/client.json');
    expect(pageText(await reply.text())).toContain('Your app is not known here');
  });
});
