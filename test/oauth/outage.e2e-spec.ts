import { ArtifactsRepository } from '../../libs/oauth-server/src/artifacts/artifacts.repository';
import { RegistrationsRepository } from '../../libs/oauth-server/src/clients/registrations.repository';
import { AccessTokensRepository } from '../../libs/oauth-server/src/tokens/access-tokens.repository';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { signInAndConnect } from './support/connect';
import type { Connection } from './support/connect';
import { Host } from './support/host';
import { pageText, Person } from './support/person';

jest.setTimeout(180_000);

describe('a database that is away', () => {
  let t: TestApp;
  let connection: Connection;
  beforeAll(async () => {
    t = await createTestApp({
      env: { CREDENTIAL_CACHE_SECONDS: '0' },
      alone: 'the database is away for one process',
    });
    connection = await signInAndConnect(t);
  });
  afterAll(() => t.close());
  afterEach(() => jest.restoreAllMocks());

  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

  it('is a 503 to a token, which stays good', async () => {
    const { host, accessToken } = connection;
    const find = jest.spyOn(t.get(AccessTokensRepository), 'find').mockRejectedValue(away);
    const reply = await host.call(accessToken);
    expect(reply.status).toBe(503);
    expect(reply.headers.get('www-authenticate')).toBeNull();
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    find.mockRestore();
    expect((await host.call(accessToken)).status).toBe(200);
  });

  it('is a 503 to a refresh, and the token is not lost', async () => {
    const { host, refreshToken } = connection;
    const find = jest.spyOn(t.get(ArtifactsRepository), 'find').mockRejectedValue(away);
    const reply = await host.refresh(refreshToken);
    expect([reply.status, reply.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    find.mockRestore();
    expect((await host.refresh(refreshToken)).status).toBe(200);
  });

  it('is a 503 to a registration', async () => {
    jest.spyOn(t.get(RegistrationsRepository), 'countUnused').mockRejectedValue(away);
    const reply = await new Host(t.url).register();
    expect([reply.status, reply.body.error]).toEqual([503, 'temporarily_unavailable']);
  });

  it('is a page to a person', async () => {
    jest.spyOn(t.get(ArtifactsRepository), 'find').mockRejectedValue(away);
    const reply = await new Person(t).open(connection.host.attempt().url);
    expect(reply.status).toBe(503);
    expect(pageText(await reply.text())).toContain('Not available right now');
  });

  it('and any other fault is a 500 without a word about the inside', async () => {
    jest.spyOn(t.get(ArtifactsRepository), 'find').mockRejectedValue(new Error('select secret from table'));
    const reply = await connection.host.refresh(connection.refreshToken);
    expect([reply.status, reply.body.error]).toEqual([500, 'server_error']);
    expect(reply.text).not.toContain('secret');
    const page = await new Person(t).open(connection.host.attempt().url);
    expect([page.status, (await page.text()).includes('select secret')]).toEqual([500, false]);
  });
});
