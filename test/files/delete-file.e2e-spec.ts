import { successReply } from '../../libs/public-api/src/shared';
import { blobCount, goLiveWith, usedBytes, useFiles } from './support/files-world';

const PATH = '/v1/files';

describe('DELETE /v1/files', () => {
  const world = useFiles();
  const remove = (query: object) => world.as('member').delete(PATH, query);
  const write = async (path: string, content = path) =>
    (await world.as('member').put('/v1/files/content', { path, content })).body.file as { etag: string };

  describe('200', () => {
    it('deletes the file, its content and its bytes in the quota', async () => {
      await write('a/b.txt');
      const reply = await remove({ path: 'a/b.txt' });
      expect(reply.status).toBe(200);
      expect(successReply.parse(reply.body)).toEqual({ success: true });
      expect((await world.as('member').get(PATH)).body.total).toBe(0);
      expect(await blobCount(world)).toBe(0);
      expect(await usedBytes(world)).toBe(0);
    });

    it('takes the etag of the file', async () => {
      const { etag } = await write('a.txt');
      expect((await remove({ path: 'a.txt', if_match: etag })).status).toBe(200);
    });

    it('makes room for a folder of the same name', async () => {
      await write('a');
      await remove({ path: 'a' });
      expect((await world.as('member').put('/v1/files/content', { path: 'a/b', content: '' })).status).toBe(
        201,
      );
    });
  });

  describe('400', () => {
    it.each([
      ['path', {}],
      ['path', { path: '/a' }],
      ['path', { path: 'a\u0000' }],
      ['if_match', { path: 'a', if_match: '' }],
      ['recursive', { path: 'a', recursive: true }],
    ])('names the field %s', async (field, query) => {
      expect(await remove(query)).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', details: [{ field }] },
      });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.delete(PATH, { path: 'a' })).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for files:write', async () => {
      const reply = await world.as('viewer').delete(PATH, { path: 'a' });
      expect(reply).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    });
  });

  describe('404', () => {
    it('knows no such file, nor a folder', async () => {
      await write('a/b.txt');
      expect(await remove({ path: 'a' })).toMatchObject({ status: 404, body: { error: 'not_found' } });
    });

    it("refuses another team's path", async () => {
      await world.stranger.put('/v1/files/content', { path: 'theirs', content: 'x' });
      expect((await remove({ path: 'theirs' })).status).toBe(404);
      expect((await world.stranger.get('/v1/files/content', { path: 'theirs' })).status).toBe(200);
    });
  });

  describe('409', () => {
    it('keeps a file that a live revision lists, until another is live', async () => {
      await write('a.txt');
      const agentId = await goLiveWith(world, { files: ['a.txt'] });
      expect(await remove({ path: 'a.txt' })).toMatchObject({ status: 409, body: { error: 'in_use' } });
      await goLiveWith(world, { files: [] }, agentId);
      expect((await remove({ path: 'a.txt' })).status).toBe(200);
    });

    it('does not mind drafts, nor live revisions of another team', async () => {
      await write('a.txt');
      await world
        .as('manager')
        .post('/v1/agents', { name: 'Draft', config: { instructions: 'x', files: ['a.txt'] } });
      expect((await remove({ path: 'a.txt' })).status).toBe(200);
    });
  });

  describe('412', () => {
    it('keeps a file that has changed since it was read', async () => {
      await write('a.txt');
      const reply = await remove({ path: 'a.txt', if_match: 'stale' });
      expect(reply).toMatchObject({ status: 412, body: { error: 'etag_mismatch' } });
      expect(await blobCount(world)).toBe(1);
    });
  });

  describe('at the same time', () => {
    it('deletes once', async () => {
      await write('a.txt');
      const replies = await Promise.all(Array.from({ length: 5 }, () => remove({ path: 'a.txt' })));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
      expect(await usedBytes(world)).toBe(0);
    });

    it('leaves no live revision with a file that is gone', async () => {
      for (let round = 0; round < 5; round += 1) {
        await write('a.txt');
        const [created, removed] = await Promise.all([
          world.as('manager').post('/v1/agents', {
            name: `Agent ${round}`,
            config: { instructions: 'x', files: ['a.txt'] },
            promote: true,
          }),
          remove({ path: 'a.txt' }),
        ]);
        expect([`${created.status} ${removed.status}`]).toEqual([
          expect.stringMatching(/^(201 409|422 200)$/),
        ]);
        if (created.status === 201) await goLiveWith(world, { files: [] }, created.body.agent.id as string);
      }
    });
  });
});
