import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { RunSandboxes, SandboxCleaner } from '@app/public-api';
import type { RestReply } from '../support/rest-client';
import {
  blobCount,
  expire,
  expectRefusal,
  givenFiles,
  givenSandbox,
  numberOf,
  PATH,
  sandboxFileCount,
  useSandboxes,
} from './support/sandboxes-world';

describe('SandboxCleaner', () => {
  const world = useSandboxes();
  const clean = (limit = 100): Promise<number> => world.app.get(SandboxCleaner).clean(limit);
  const filled = async (by = world.as('member')): Promise<string> => {
    const id = await givenSandbox(by);
    await givenFiles(by, id, '/workspace/a', '/workspace/b/c');
    return id;
  };

  it('removes files and content of expired sandboxes of all teams, and nothing else', async () => {
    const kept = await filled();
    const gone = [await filled(), await filled(world.stranger)];
    await world.as('member').put('/v1/files/content', { path: 'kept.txt', content: 'kept' });
    await expire(world, ...gone);
    expect([await sandboxFileCount(world), await blobCount(world)]).toEqual([6, 7]);

    expect(await clean()).toBe(2);
    expect([await sandboxFileCount(world), await blobCount(world)]).toEqual([2, 3]);
    const { body } = await world.as('member').get(`${PATH}/${kept}/files`);
    expect(body.files.map(({ name }: { name: string }) => name)).toEqual(['a', 'b']);
    const content = await world.app
      .get(RunSandboxes)
      .read(world.app.world.acme.teamId, kept, '/workspace/b/c');
    expect(content.toString()).toBe('/workspace/b/c');
    const file = await world.as('member').get('/v1/files/content', { path: 'kept.txt' });
    expect(file.body.content).toBe('kept');
  });

  it('keeps the sandbox itself, as expired', async () => {
    const id = await filled();
    await expire(world, id);
    await clean();
    const { body } = await world.as('member').get(`${PATH}/${id}`);
    expect(body.sandbox).toMatchObject({ id, status: 'expired', file_count: 0 });
  });

  it('cleans each once, at most as many as asked for', async () => {
    await expire(world, await filled(), await filled(), await filled());
    expect(await clean(2)).toBe(2);
    expect(await sandboxFileCount(world)).toBe(2);
    expect(await clean(2)).toBe(1);
    expect(await clean(2)).toBe(0);
  });

  it('cleans a sandbox of many files in several transactions', async () => {
    const id = await givenSandbox(world.as('member'));
    await world.app.database.handle.execute(sql`
      insert into sandbox_files (sandbox_id, team_id, path, blob_id, size_bytes)
      select ${id}, ${world.app.world.acme.teamId}, '/workspace/' || n, gen_random_uuid(), 0
        from generate_series(1, 250) n`);
    await expire(world, id);
    expect(await clean(1)).toBe(0);
    expect(await sandboxFileCount(world)).toBe(150);
    expect(await clean()).toBe(1);
    expect(await sandboxFileCount(world)).toBe(0);
    expect(await clean()).toBe(0);
  });

  it('removes big files few at a time, so that no transaction is long', async () => {
    const id = await givenSandbox(world.as('member'));
    await world.app.database.handle.execute(sql`
      insert into sandbox_files (sandbox_id, team_id, path, blob_id, size_bytes)
      select ${id}, ${world.app.world.acme.teamId}, '/workspace/' || n, gen_random_uuid(), ${10 * 1024 * 1024}::int
        from generate_series(1, 10) n`);
    await expire(world, id);
    expect(await clean(1)).toBe(0);
    expect(await sandboxFileCount(world)).toBe(7);
    expect(await clean()).toBe(1);
    expect(await sandboxFileCount(world)).toBe(0);
  });

  it('ends after the transaction in hand when it is told to', async () => {
    await expire(world, await filled(), await filled(), await filled());
    const stop = new AbortController();
    const { database } = world.app;
    const begin = jest.spyOn(database, 'transaction').mockImplementationOnce((work) => {
      stop.abort();
      begin.mockRestore();
      return database.transaction(work);
    });
    expect(await world.app.get(SandboxCleaner).clean(100, stop.signal)).toBe(1);
    expect(await sandboxFileCount(world)).toBe(4);
  });

  it('shares the work with others that clean', async () => {
    const ids = [await filled(), await filled(), await filled(), await filled()];
    await expire(world, ...ids);
    const cleaned = await Promise.all([clean(), clean(), clean()]);
    expect(cleaned.reduce((sum, count) => sum + count)).toBe(4);
    expect([await sandboxFileCount(world), await blobCount(world)]).toEqual([0, 0]);
  });

  it('passes over a sandbox that another one has locked, without waiting for it', async () => {
    const [locked, other] = [await filled(), await filled()];
    await expire(world, locked, other);
    const { database } = world.app;
    await database.transaction(async () => {
      await database.handle.execute(sql`select from sandboxes where id = ${locked} for no key update`);
      const waited = sleep(5000, 'waited for the lock', { ref: false });
      expect(await Promise.race([database.detached(() => clean()), waited])).toBe(1);
    });
    expect(await sandboxFileCount(world)).toBe(2);
    expect(await clean()).toBe(1);
    expect(await sandboxFileCount(world)).toBe(0);
  });

  it('takes the sandbox from the run that it served', async () => {
    const id = await filled();
    const use = { sandboxId: id, userId: world.userId('member'), runId: randomUUID() };
    await world.app.get(RunSandboxes).reserve(world.app.world.acme.teamId, use);
    const serving = () => numberOf(world, sql`select count(*) from sandboxes where run_id is not null`);
    await expire(world, id);
    expect(await serving()).toBe(1);
    expect(await clean()).toBe(1);
    expect(await serving()).toBe(0);
  });

  it('leaves nothing behind of an upload that began before the sandbox expired', async () => {
    const id = await givenSandbox(world.as('member'));
    const { database } = world.app;
    const waiting = sql`select count(*) from pg_locks where not granted`;
    let upload: Promise<RestReply> | undefined;
    // What the cleaner does, with the upload waiting for it.
    await database.transaction(async () => {
      await database.handle.execute(sql`select from sandboxes where id = ${id} for no key update`);
      upload = database.detached(() =>
        world.as('member').post(`${PATH}/${id}/files`, { path: '/workspace/late', content: 'x' }),
      );
      while ((await numberOf(world, waiting)) === 0) await sleep(20);
      await database.handle.execute(
        sql`update sandboxes set expires_at = clock_timestamp(), cleaned_at = clock_timestamp() where id = ${id}`,
      );
    });
    expectRefusal((await upload)!, 410, 'sandbox_expired');
    expect([await sandboxFileCount(world), await blobCount(world)]).toEqual([0, 0]);
  });
});
