import { ConnectionCredentials } from '@app/public-api';
import type { Credentials } from '@app/public-api';
import { demoId } from '../../libs/public-api/src/demo';
import { ExecutorWorld } from './support/executor-world';

const BANK = demoId('connection', 'Bank portal');
const SAP = demoId('connection', 'SAP Production');

describe('the credentials of a connection, in a step', () => {
  let world: ExecutorWorld;
  beforeAll(async () => {
    world = await ExecutorWorld.open({ RUN_WORKER: 'off' });
    await world.app.get(ConnectionCredentials).write(world.app.world.acme.teamId, BANK, { token: 'abc' });
  });
  afterAll(() => world.close());

  /** @returns what the step was given, and how the run ended */
  async function asked(
    id: string,
    connections: string[],
    before: () => Promise<unknown> = () => Promise.resolve(),
  ) {
    let given: Credentials | undefined;
    world.plays(async (context) => {
      await before();
      given = await context.credentialsOf(id);
      context.complete('Done.');
    });
    const runId = await world.start(await world.agent({ connections }));
    await world.drive(runId);
    return { given, run: await world.run(runId) };
  }

  it('are there for a run whose user may use it', async () => {
    const { given, run } = await asked(BANK, [BANK]);
    expect([given, run.status]).toEqual([{ token: 'abc' }, 'completed']);
  });

  it('are nothing where none were given', async () => {
    const { given, run } = await asked(SAP, [SAP]);
    expect([given, run.status]).toEqual([undefined, 'completed']);
  });

  it('are refused for a connection that is not in the config of the agent', async () => {
    const { given, run } = await asked(BANK, [SAP]);
    expect([given, run.error.code]).toEqual([undefined, 'connection_forbidden']);
  });

  it('are refused once the user may use it no more', async () => {
    const { database } = world.app;
    const { admin, owner } = world.app.world.acme.userIds;
    const ownedBy = (userId: string) =>
      database.query('update connections set owner_id = $1 where id = $2', [userId, BANK]);
    try {
      const { given, run } = await asked(BANK, [BANK], () => ownedBy(admin));
      expect([given, run.error.code]).toEqual([undefined, 'connection_forbidden']);
    } finally {
      await ownedBy(owner);
    }
  });

  it('are refused as broken when they were encrypted with a key that is not at hand', async () => {
    const { rows } = await world.app.database.query<{ sealed: string }>(
      'select sealed from connection_credentials where connection_id = $1',
      [BANK],
    );
    const [version, , data] = rows[0]!.sealed.split('.');
    await world.app.database.query('update connection_credentials set sealed = $1 where connection_id = $2', [
      `${version}.00000000.${data}`,
      BANK,
    ]);
    const { given, run } = await asked(BANK, [BANK]);
    expect([given, run.error.code]).toEqual([undefined, 'connection_broken']);
    expect(run.error.message).toContain('cannot be decrypted');
  });
});
