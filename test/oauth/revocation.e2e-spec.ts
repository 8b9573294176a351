import { createTestApp, DATABASES } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { registered, signInAndConnect } from './support/connect';
import { Host } from './support/host';

jest.setTimeout(180_000);

describe.each(DATABASES)('revocation on $database', ({ embedded }) => {
  let t: TestApp;
  beforeAll(async () => (t = await createTestApp({ embedded })));
  afterAll(() => t.close());

  it('A28: of a refresh token ends the connection', async () => {
    const { host, accessToken, refreshToken } = await signInAndConnect(t);
    expect((await host.call(accessToken)).status).toBe(200);
    const reply = await host.revoke(refreshToken);
    expect([reply.status, reply.text]).toEqual([200, '']);
    expect((await host.call(accessToken)).status).toBe(401);
    expect((await host.refresh(refreshToken)).body.error).toBe('invalid_grant');
  });

  it('A29: of an access token ends it at once, for MCP too', async () => {
    const { host, accessToken, refreshToken } = await signInAndConnect(t);
    expect((await t.mcp.list({ key: accessToken })).status).toBe(200);
    expect((await host.revoke(accessToken, { token_type_hint: 'access_token' })).status).toBe(200);
    expect((await t.mcp.list({ key: accessToken })).status).toBe(401);
    expect((await host.refresh(refreshToken)).body.error).toBe('invalid_grant');
  });

  describe('A30: has no effect', () => {
    it.each(['none', 'client_secret_post'])('by another client (%s)', async (method) => {
      const { host, accessToken, refreshToken } = await signInAndConnect(t);
      const other = await registered(t, { token_endpoint_auth_method: method });
      expect((await other.revoke(accessToken)).status).toBe(200);
      expect((await other.revoke(refreshToken)).status).toBe(200);
      expect((await host.call(accessToken)).status).toBe(200);
      expect((await host.refresh(refreshToken)).status).toBe(200);
    });

    it('on what is no token', async () => {
      const host = await registered(t);
      for (const token of ['garbage', 'x'.repeat(43), 'eyJhbGciOiJub25lIn0', '💥']) {
        expect((await host.revoke(token)).status).toBe(200);
      }
    });

    it('without a client, or for nobody', async () => {
      const { host, accessToken } = await signInAndConnect(t);
      const nobody = new Host(t.url);
      expect((await nobody.form('/oauth/revoke', { token: accessToken, client_id: undefined })).status).toBe(
        400,
      );
      expect((await host.call(accessToken)).status).toBe(200);
      expect((await host.form('/oauth/revoke', {})).status).toBe(400);
    });
  });

  it('A52: nothing of it may be stored', async () => {
    const { host, accessToken } = await signInAndConnect(t);
    expect((await host.revoke(accessToken)).headers.get('cache-control')).toBe('no-store');
  });

  it('leaves other connections of the same person and client alone', async () => {
    const one = await signInAndConnect(t);
    const two = await signInAndConnect(t, { host: one.host });
    await one.host.revoke(one.refreshToken);
    expect((await one.host.call(one.accessToken)).status).toBe(401);
    expect((await one.host.call(two.accessToken)).status).toBe(200);
    expect((await one.host.refresh(two.refreshToken)).status).toBe(200);
  });
});
