import { createTestApp, DATABASES } from '../../support/test-app';
import type { TestApp } from '../../support/test-app';
import { registered } from '../support/connect';
import type { Host } from '../support/host';
import { ClientKey } from './support/client-key';
import type { Proof } from './support/client-key';
import { connectThrough } from './support/connect-through';
import { DocumentHost } from './support/document-host';

/** Long enough for the embedded database to open on a busy machine, in milliseconds. */
const BOOT_LIMIT = 120_000;
const CALLBACK = 'https://chatgpt.com/connector_platform_oauth_redirect';

describe.each(DATABASES)('hosts that describe themselves in a document, on $database', ({ embedded }) => {
  let t: TestApp;
  let key: ClientKey;
  const documents = new DocumentHost();
  beforeAll(async () => {
    await documents.listen();
    key = await ClientKey.make();
    t = await createTestApp({ embedded, env: { OAUTH_METADATA_ALLOW_PRIVATE: 'on' } });
  }, BOOT_LIMIT);
  afterAll(async () => {
    await documents.close();
    await t.close();
  });

  const assertion = (host: Host, changes: Record<string, unknown> = {}, by = key): Promise<Proof> =>
    by.proof(host.clientId, t.url, changes);

  describe('interop 17, 19: Visual Studio Code', () => {
    it('names a grant that this server has not, and connects without registering', async () => {
      const { body } = await t.rest('GET', '/.well-known/oauth-authorization-server');
      expect(body.client_id_metadata_document_supported).toBe(true);
      expect(body.token_endpoint_auth_methods_supported).toContain('none');
      const host = documents.describe(t.url, '/vscode/client-metadata.json', {
        client_name: 'Visual Studio Code',
        client_uri: 'https://code.visualstudio.com',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1:33418/', 'https://vscode.dev/redirect'],
        token_endpoint_auth_method: 'none',
      });
      for (const uri of [
        'http://127.0.0.1:33418/',
        'http://127.0.0.1:49152/',
        'https://vscode.dev/redirect',
      ]) {
        const { reply } = await connectThrough(t, host, uri);
        expect(reply.status).toBe(200);
        expect((await host.refresh(reply.body.refresh_token)).status).toBe(200);
      }
    });
  });

  describe('interop 24: ChatGPT proves who it is with a key', () => {
    const chatgpt = (): Host =>
      documents.describe(t.url, '/chatgpt.json', {
        client_name: 'ChatGPT',
        redirect_uris: [CALLBACK],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        jwks: { keys: [key.publicJwk] },
      });

    it('that is in its document', async () => {
      const host = chatgpt();
      const { reply } = await connectThrough(t, host, CALLBACK, { token: await assertion(host) });
      expect(reply.status).toBe(200);
      const again = await host.refresh(reply.body.refresh_token, await assertion(host));
      expect(again.status).toBe(200);
    });

    it('that it registered, and is told so', async () => {
      const host = await registered(t, {
        redirect_uris: [CALLBACK],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.publicJwk] },
      });
      expect(host.clientSecret).toBeUndefined();
      const { reply } = await connectThrough(t, host, CALLBACK, { token: await assertion(host) });
      expect(reply.status).toBe(200);
    });

    it.each([
      ['no proof', () => Promise.resolve({})],
      ['the proof of another key', async (host: Host) => assertion(host, {}, await ClientKey.make())],
      ['a proof for another server', (host: Host) => assertion(host, { aud: 'https://other.test' })],
      ['a proof for years', (host: Host) => assertion(host, { exp: 253402300799 })],
      ['a proof that is over', (host: Host) => assertion(host, { exp: Math.floor(Date.now() / 1000) - 60 })],
    ])('and is refused with %s', async (_, proof) => {
      const host = chatgpt();
      const { reply } = await connectThrough(t, host, CALLBACK, { token: await proof(host) });
      expect([reply.status, reply.body.error]).toEqual([401, 'invalid_client']);
    });

    it('and a proof counts once', async () => {
      const host = chatgpt();
      const proof = await assertion(host);
      const { reply } = await connectThrough(t, host, CALLBACK, { token: proof });
      expect(reply.status).toBe(200);
      expect((await host.refresh(reply.body.refresh_token, proof)).body.error).toBe('invalid_client');
    });
  });
});
