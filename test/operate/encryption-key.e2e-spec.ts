import { randomBytes } from 'node:crypto';
import { ConnectionCredentials, WebhookSecrets } from '@app/public-api';
import { demoId } from '../../libs/public-api/src/demo';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import type { TestDatabase } from '../support/test-database';
import type { World } from '../support/world';

const [OLD, NEW] = [randomBytes(32), randomBytes(32)].map((key) => key.toString('base64')) as [
  string,
  string,
];
const BANK = demoId('connection', 'Bank portal');

describe('a change of ENCRYPTION_KEY', () => {
  let database: TestDatabase;
  let world: World;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  async function withKeys<T>(keys: string, work: (app: TestApp) => Promise<T>): Promise<T> {
    const app = await createTestApp({
      databaseUrl: database.url,
      env: { ENCRYPTION_KEY: keys },
      ...(world && { world }),
    });
    try {
      ({ world } = app);
      return await work(app);
    } finally {
      await app.close();
    }
  }

  const read = async (app: TestApp) => {
    const { teamId } = app.world.acme;
    return {
      credentials: await app.get(ConnectionCredentials).read(teamId, BANK),
      signing: await app.get(WebhookSecrets).signing(teamId),
    };
  };
  const warned = (app: TestApp) =>
    app.logs.filter(({ msg }) => String(msg).includes('encrypted with a key that is not at hand'));

  it('with the old one after the new, encrypts anew what is kept, so that the old one can go', async () => {
    const before = await withKeys(OLD, async (app) => {
      await app.get(ConnectionCredentials).write(app.world.acme.teamId, BANK, { token: 'abc' });
      await app.get(WebhookSecrets).rotate(app.world.acme.teamId);
      await app.get(WebhookSecrets).rotate(app.world.acme.teamId);
      return read(app);
    });
    expect(before.signing).toHaveLength(2);
    await withKeys(`${NEW},${OLD}`, async (app) => expect(warned(app)).toEqual([]));
    const after = await withKeys(NEW, async (app) => {
      expect(warned(app)).toEqual([]);
      return read(app);
    });
    expect(after).toEqual(before);
  });

  it('without the old one, says which key it wants and does not start', async () => {
    await expect(withKeys(OLD, () => Promise.resolve())).rejects.toThrow(
      'Start with the ENCRYPTION_KEY that the secret was written with, after the new one.',
    );
  });

  it('that leaves single secrets unreadable is told in the log', async () => {
    await withKeys(NEW, async (app) => {
      await app.database.query(`update connection_credentials set sealed = 'v1.00000000.AAAA'`);
      await app.database.query(`update webhook_secrets set secret = 'v1.00000000.AAAA'`);
    });
    await withKeys(NEW, (app) => {
      const one = expect.objectContaining({ count: 1 });
      expect(warned(app)).toEqual([one, one]);
      return Promise.resolve();
    });
  });
});
