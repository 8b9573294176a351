import type { RequestListener } from 'node:http';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { ClientKey } from './interop/support/client-key';
import type { Proof } from './interop/support/client-key';
import { connectThrough } from './interop/support/connect-through';
import { registered } from './support/connect';
import { DocumentServer, REDIRECT } from './support/document-server';
import { Host } from './support/host';

jest.setTimeout(120_000);

/** How many proofs come at a time. */
const AT_A_TIME = 20;

describe('clients whose keys are on a server of theirs', () => {
  let t: TestApp;
  let key: ClientKey;
  const keys = new DocumentServer();
  beforeAll(async () => {
    await keys.listen();
    key = await ClientKey.make();
    t = await createTestApp({
      env: { OAUTH_METADATA_ALLOW_PRIVATE: 'on' },
      alone: 'each process remembers key sets',
    });
  });
  afterAll(async () => {
    keys.close();
    await t.close();
  });
  beforeEach(() => {
    keys.asked.length = 0;
    keys.answer = (_, response) => response.end(JSON.stringify({ keys: [key.publicJwk] }));
  });

  const described = (path: string): Record<string, unknown> => ({
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks_uri: `http://127.0.0.1:${keys.port}${path}`,
  });
  const clientWithKeysAt = (path: string): Promise<Host> => registered(t, described(path));
  const proof = (host: Host, by = key): Promise<Proof> => by.proof(host.clientId, t.url);
  const refresh = async (host: Host, by = key) => {
    const { status, body } = await host.refresh('x', await proof(host, by));
    return [status, body.error];
  };

  it('connect and go on, and the keys are asked for once a minute', async () => {
    const host = await clientWithKeysAt('/good');
    const { reply } = await connectThrough(t, host, host.redirectUri, { token: await proof(host) });
    expect(reply.status).toBe(200);
    expect((await host.refresh(reply.body.refresh_token, await proof(host))).status).toBe(200);
    expect(keys.asked).toEqual(['/good']);
  });

  it('so also where a document describes them, which makes them anew for each request', async () => {
    const jwks = JSON.stringify({ keys: [key.publicJwk] });
    const host = new Host(t.url);
    host.clientId = keys.serve('/client.json', described('/keys-of-document'));
    host.redirectUri = REDIRECT;
    const documents = keys.answer;
    keys.answer = (request, response) => {
      if (request.url === '/client.json') documents(request, response);
      else response.end(jwks);
    };
    const { reply } = await connectThrough(t, host, REDIRECT, { token: await proof(host) });
    expect(reply.status).toBe(200);
    const again = await host.refresh(reply.body.refresh_token, await proof(host));
    expect(again.status).toBe(200);
    expect(keys.asked.filter((path) => path === '/keys-of-document')).toHaveLength(1);
    keys.answer = (_, response) => response.writeHead(502).end();
    expect((await host.refresh(again.body.refresh_token, await proof(host))).status).toBe(200);
  });

  it('are not asked for more when strangers send proofs in their name', async () => {
    const host = await clientWithKeysAt('/flooded');
    const stranger = await ClientKey.make();
    const replies = await Promise.all(Array.from({ length: AT_A_TIME }, () => refresh(host, stranger)));
    expect(replies).toEqual(Array(AT_A_TIME).fill([401, 'invalid_client']));
    expect(keys.asked).toEqual(['/flooded']);
    expect(await refresh(host)).toEqual([400, 'invalid_grant']);
  });

  it('nor when their server fails', async () => {
    const host = await clientWithKeysAt('/flooded-away');
    keys.answer = (_, response) => response.writeHead(500).end();
    const replies = await Promise.all(Array.from({ length: AT_A_TIME }, () => refresh(host)));
    expect(replies).toEqual(Array(AT_A_TIME).fill([503, 'temporarily_unavailable']));
    expect(await refresh(host)).toEqual([503, 'temporarily_unavailable']);
    expect(keys.asked).toEqual(['/flooded-away']);
  });

  it.each([
    ['an error', (_, response) => response.writeHead(502).end()],
    ['a limit', (_, response) => response.writeHead(429).end()],
    ['no answer', (request) => request.socket.destroy()],
    ['nothing for long', () => undefined],
  ] as [string, RequestListener][])('are told to come again where %s comes', async (name, away) => {
    const host = await clientWithKeysAt(`/away/${encodeURIComponent(name)}`);
    keys.answer = away;
    const reply = await host.refresh('x', await proof(host));
    expect([reply.status, reply.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reply.headers.get('www-authenticate')).toBeNull();
  });

  it('so also where they revoke, and where they ask for access', async () => {
    const host = await clientWithKeysAt('/away/elsewhere');
    keys.answer = (_, response) => response.writeHead(502).end();
    const replies = [
      await host.revoke('x', await proof(host)),
      await host.form('/oauth/par', { response_type: 'code', ...(await proof(host)) }),
    ];
    for (const reply of replies) {
      expect([reply.status, reply.body.error]).toEqual([503, 'temporarily_unavailable']);
    }
  });

  it.each([
    ['gone', (_, response) => response.writeHead(404).end()],
    ['somewhere else', (_, response) => response.writeHead(302, { location: '/good' }).end()],
    ['no keys', (_, response) => response.end('<html>')],
  ] as [string, RequestListener][])('are unknown where the keys are %s', async (name, answer) => {
    const host = await clientWithKeysAt(`/bad/${encodeURIComponent(name)}`);
    keys.answer = answer;
    expect(await refresh(host)).toEqual([401, 'invalid_client']);
    expect(keys.asked).toHaveLength(1);
  });

  it('A34: are not asked for on the inside, and that is no outage', async () => {
    const host = await registered(t, {
      ...described(''),
      jwks_uri: 'http://169.254.169.254/latest/meta-data',
    });
    expect(await refresh(host)).toEqual([401, 'invalid_client']);
  });
});

describe('an address that has made the server fetch enough', () => {
  let t: TestApp;
  let key: ClientKey;
  const keys = new DocumentServer();
  beforeAll(async () => {
    await keys.listen();
    key = await ClientKey.make();
    keys.answer = (_, response) => response.end(JSON.stringify({ keys: [key.publicJwk] }));
    t = await createTestApp({
      env: { OAUTH_METADATA_ALLOW_PRIVATE: 'on', RATE_LIMITS: 'client_fetch=1/60' },
      alone: 'each process remembers key sets',
    });
  });
  afterAll(async () => {
    keys.close();
    await t.close();
  });

  it('makes it fetch no more, and goes on with what is known', async () => {
    const refreshWith = async (path: string): Promise<unknown> => {
      const host = await registered(t, {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks_uri: `http://127.0.0.1:${keys.port}${path}`,
      });
      return (await host.refresh('x', await key.proof(host.clientId, t.url))).body.error;
    };
    expect(await refreshWith('/first')).toBe('invalid_grant');
    expect(await refreshWith('/second')).toBe('temporarily_unavailable');
    expect(await refreshWith('/first')).toBe('invalid_grant');
    expect(keys.asked).toEqual(['/first']);
  });
});
