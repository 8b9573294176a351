import { fileReply } from '../../libs/public-api/src/files/files.schemas';
import { contentOf, goLiveWith, usedBytes, useFiles } from './support/files-world';

const PATH = '/v1/files';

describe('PATCH /v1/files', () => {
  const world = useFiles();
  const rename = (body: object) => world.as('member').patch(PATH, body);
  const write = async (path: string, content = path) =>
    (await world.as('member').put('/v1/files/content', { path, content })).body.file as { etag: string };

  describe('200', () => {
    it('gives the file another name in its folder, with the same content and etag', async () => {
      const { etag } = await write('a/b/c.txt', 'content');
      const reply = await rename({ path: 'a/b/c.txt', new_name: 'd.txt', if_match: etag });
      expect(reply.status).toBe(200);
      expect(fileReply.parse(reply.body).file).toMatchObject({ path: 'a/b/d.txt', name: 'd.txt', etag });
      expect((await contentOf(world, 'a/b/d.txt')).toString()).toBe('content');
      expect((await world.as('member').get('/v1/files/content', { path: 'a/b/c.txt' })).status).toBe(404);
      expect(await usedBytes(world)).toBe(7);
    });

    it('changes nothing if the name is the same', async () => {
      await write('a.txt');
      expect((await rename({ path: 'a.txt', new_name: 'a.txt' })).status).toBe(200);
    });

    it('may change the case of the extension', async () => {
      await write('a.PDF');
      expect((await rename({ path: 'a.PDF', new_name: 'a.pdf' })).body.file.path).toBe('a.pdf');
    });
  });

  describe('400', () => {
    it.each([
      ['path', { new_name: 'b.txt' }],
      ['new_name', { path: 'a.txt' }],
      ['new_name', { path: 'a.txt', new_name: '' }],
      ['new_name', { path: 'a.txt', new_name: 'b/c.txt' }],
      ['new_name', { path: 'a.txt', new_name: '../c.txt' }],
      ['new_name', { path: 'a.txt', new_name: '..' }],
      ['new_name', { path: 'a.txt', new_name: 'b\\c.txt' }],
      ['new_name', { path: 'a.txt', new_name: 'b\u0000.txt' }],
      ['new_name', { path: 'a.txt', new_name: `${'b'.repeat(252)}.txt` }],
      ['new_name', { path: 'a.txt', new_name: 'a.md' }],
      ['new_name', { path: 'a.txt', new_name: 'a' }],
      ['new_name', { path: `${'f/'.repeat(500)}a.txt`, new_name: `${'b'.repeat(100)}.txt` }],
      ['new_path', { path: 'a.txt', new_name: 'b.txt', new_path: 'c.txt' }],
    ])('names the field %s', async (field, body) => {
      await write('a.txt');
      expect(await rename(body)).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', details: [{ field }] },
      });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.patch(PATH, { path: 'a', new_name: 'b' })).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for files:write', async () => {
      const reply = await world.as('viewer').patch(PATH, { path: 'a', new_name: 'b' });
      expect(reply).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    });
  });

  describe('404', () => {
    it('knows no such file', async () => {
      expect(await rename({ path: 'a.txt', new_name: 'b.txt' })).toMatchObject({
        status: 404,
        body: { error: 'not_found' },
      });
    });

    it("refuses another team's path", async () => {
      await world.stranger.put('/v1/files/content', { path: 'theirs', content: 'x' });
      expect((await rename({ path: 'theirs', new_name: 'ours' })).status).toBe(404);
      expect((await world.stranger.get('/v1/files/content', { path: 'theirs' })).status).toBe(200);
    });
  });

  describe('409', () => {
    it('does not replace another file', async () => {
      await write('a.txt');
      await write('b.txt');
      const reply = await rename({ path: 'a.txt', new_name: 'b.txt' });
      expect(reply).toMatchObject({ status: 409, body: { error: 'already_exists' } });
    });

    it('does not take the name of a folder', async () => {
      await write('a');
      await write('b/c');
      expect(await rename({ path: 'a', new_name: 'b' })).toMatchObject({
        status: 409,
        body: { error: 'path_conflict' },
      });
    });

    it('keeps a file that a live revision lists', async () => {
      await write('reference/vendors.csv');
      await goLiveWith(world, { files: ['reference/vendors.csv'] });
      const reply = await rename({ path: 'reference/vendors.csv', new_name: 'old.csv' });
      expect(reply).toMatchObject({ status: 409, body: { error: 'in_use' } });
    });
  });

  describe('412', () => {
    it('keeps a file that has changed since it was read', async () => {
      await write('a.txt');
      const reply = await rename({ path: 'a.txt', new_name: 'b.txt', if_match: 'stale' });
      expect(reply).toMatchObject({ status: 412, body: { error: 'etag_mismatch' } });
    });
  });

  describe('at the same time', () => {
    it('gives a name to one of two files', async () => {
      await write('a.txt');
      await write('b.txt');
      const replies = await Promise.all(
        ['a.txt', 'b.txt'].map((path) => rename({ path, new_name: 'c.txt' })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('renames one file once', async () => {
      await write('a.txt');
      const names = ['b.txt', 'c.txt', 'd.txt'];
      const replies = await Promise.all(names.map((new_name) => rename({ path: 'a.txt', new_name })));
      expect(replies.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    });
  });
});
