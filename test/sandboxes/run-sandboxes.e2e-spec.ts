import { randomUUID } from 'node:crypto';
import { RunSandboxes } from '@app/public-api';
import {
  blobCount,
  expire,
  filledUpTo,
  givenFiles,
  givenSandbox,
  PATH,
  UNKNOWN_ID,
  useSandboxes,
} from './support/sandboxes-world';

const MIB = 1024 * 1024;

describe('RunSandboxes', () => {
  const world = useSandboxes();
  const sandboxes = () => world.app.get(RunSandboxes);
  const team = () => world.app.world.acme.teamId;
  const reserve = (sandboxId: string, runId = randomUUID() as string) =>
    sandboxes().reserve(team(), { sandboxId, userId: world.userId('member'), runId });
  const runOf = async (id: string) =>
    (await world.as('member').get(`${PATH}/${id}`)).body.sandbox.run_id as string | null;

  describe('reserve', () => {
    it('gives a sandbox to one of ten runs that ask at once', async () => {
      const id = await givenSandbox(world.as('member'));
      const runs = Array.from({ length: 10 }, () => randomUUID() as string);
      const results = await Promise.allSettled(runs.map((runId) => reserve(id, runId)));
      const won = runs.filter((_, n) => results[n]?.status === 'fulfilled');
      expect(won).toHaveLength(1);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'sandbox_in_use' });
      }
      expect(await runOf(id)).toBe(won[0]);
    });

    it('gives it again to the run that has it, and to another after its release', async () => {
      const id = await givenSandbox(world.as('member'));
      const runId = randomUUID();
      await reserve(id, runId);
      await expect(reserve(id, runId)).resolves.toBeUndefined();
      await sandboxes().release(team(), randomUUID());
      await expect(reserve(id)).rejects.toMatchObject({ code: 'sandbox_in_use' });
      await sandboxes().release(team(), runId);
      await expect(reserve(id)).resolves.toBeUndefined();
    });

    it('does not release what a run of another team has', async () => {
      const id = await givenSandbox(world.as('member'));
      const runId = randomUUID();
      await reserve(id, runId);
      await sandboxes().release(world.app.world.globex.teamId, runId);
      expect(await runOf(id)).toBe(runId);
    });

    it.each(['owner', 'builder'] as const)('is refused for a sandbox of the %s', async (role) => {
      const id = await givenSandbox(world.as(role));
      await expect(reserve(id)).rejects.toMatchObject({ code: 'forbidden' });
    });

    it('does not tell a sandbox of another team from none', async () => {
      const id = await givenSandbox(world.stranger);
      await expect(reserve(id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(reserve(UNKNOWN_ID)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('is refused for one that has expired, also to the run that had it', async () => {
      const id = await givenSandbox(world.as('member'));
      const runId = randomUUID();
      await reserve(id, runId);
      await expire(world, id);
      await expect(reserve(id, runId)).rejects.toMatchObject({ code: 'sandbox_expired' });
    });
  });

  describe('files', () => {
    const write = (id: string, path: string, content = 'x') =>
      sandboxes().write(team(), id, path, Buffer.from(content));

    it('replaces content and keeps none of the old', async () => {
      const id = await givenSandbox(world.as('member'));
      await givenFiles(world.as('member'), id, '/workspace/a');
      await write(id, '/workspace/a', 'new');
      await write(id, '/workspace/b/c', 'other');
      expect((await sandboxes().read(team(), id, '/workspace/a')).toString()).toBe('new');
      expect((await sandboxes().read(team(), id, '/workspace/b/c')).toString()).toBe('other');
      expect(await blobCount(world)).toBe(2);
    });

    it('keeps one content of several that are written at once', async () => {
      const id = await givenSandbox(world.as('member'));
      await Promise.all(Array.from({ length: 6 }, (_, n) => write(id, '/workspace/a', `${n}`)));
      expect(await blobCount(world)).toBe(1);
      expect((await sandboxes().read(team(), id, '/workspace/a')).toString()).toMatch(/^[0-5]$/);
    });

    it.each([
      ['/etc/passwd', 'invalid_request'],
      ['/workspace/../a', 'invalid_request'],
      ['/workspace/a/b', 'already_exists'],
    ])('refuses to write %s: %s', async (path, code) => {
      const id = await givenSandbox(world.as('member'));
      await givenFiles(world.as('member'), id, '/workspace/a');
      await expect(write(id, path)).rejects.toMatchObject({ code });
      expect(await blobCount(world)).toBe(1);
    });

    it('are held to the limits that callers are held to', async () => {
      const id = await givenSandbox(world.as('member'));
      const tooLarge = { code: 'payload_too_large' };
      const big = 'x'.repeat(10 * MIB);
      await expect(write(id, '/workspace/a', `${big}x`)).rejects.toMatchObject(tooLarge);
      await write(id, '/workspace/a', big);
      await filledUpTo(world, id, 90 * MIB);
      await expect(write(id, '/workspace/b')).rejects.toMatchObject(tooLarge);
      // What is replaced makes room.
      await write(id, '/workspace/a', big);
      await write(id, '/workspace/a', 'less');
      await write(id, '/workspace/b');
      expect(await blobCount(world)).toBe(2);
    });

    it('are out of reach once the sandbox has expired, and for another team', async () => {
      const id = await givenSandbox(world.as('member'));
      await givenFiles(world.as('member'), id, '/workspace/a');
      const other = world.app.world.globex.teamId;
      await expect(sandboxes().read(other, id, '/workspace/a')).rejects.toMatchObject({ code: 'not_found' });
      await expire(world, id);
      const expired = { code: 'sandbox_expired' };
      await expect(sandboxes().read(team(), id, '/workspace/a')).rejects.toMatchObject(expired);
      await expect(write(id, '/workspace/b')).rejects.toMatchObject(expired);
    });
  });
});
