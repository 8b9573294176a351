import { randomUUID } from 'node:crypto';
import { RunSandboxes } from '@app/public-api';
import { sandboxReply } from '../../libs/public-api/src/sandboxes/sandboxes.schemas';
import {
  describeAccess,
  expire,
  givenFiles,
  givenSandbox,
  PATH,
  useSandboxes,
} from './support/sandboxes-world';

describe('GET /v1/sandboxes/{sandbox_id}', () => {
  const world = useSandboxes();
  const get = async (id: string) => {
    const reply = await world.as('member').get(`${PATH}/${id}`);
    expect(reply.status).toBe(200);
    return sandboxReply.parse(reply.body).sandbox;
  };

  describe('200', () => {
    it('counts the files', async () => {
      const id = await givenSandbox(world.as('member'), { name: 'Mine' });
      await givenSandbox(world.as('member'));
      expect(await get(id)).toMatchObject({ id, name: 'Mine', status: 'active', file_count: 0 });
      await givenFiles(world.as('member'), id, '/workspace/a', '/workspace/b/c');
      expect(await get(id)).toMatchObject({ file_count: 2 });
    });

    it('names the run that it serves, until that ends', async () => {
      const id = await givenSandbox(world.as('member'));
      const sandboxes = world.app.get(RunSandboxes);
      const { teamId } = world.app.world.acme;
      const runId = randomUUID();
      await sandboxes.reserve(teamId, { sandboxId: id, userId: world.userId('member'), runId });
      expect((await get(id)).run_id).toBe(runId);
      await sandboxes.release(teamId, runId);
      expect((await get(id)).run_id).toBeNull();
    });

    it('has neither run nor files once it has expired', async () => {
      const id = await givenSandbox(world.as('member'));
      await givenFiles(world.as('member'), id, '/workspace/a');
      await world.app.get(RunSandboxes).reserve(world.app.world.acme.teamId, {
        sandboxId: id,
        userId: world.userId('member'),
        runId: randomUUID(),
      });
      await expire(world, id);
      expect(await get(id)).toMatchObject({ status: 'expired', run_id: null, file_count: 0 });
    });
  });

  describeAccess(world, (by, id) => by.get(`${PATH}/${id}`), { active: false });
});
