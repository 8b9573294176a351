import { listSandboxFilesReply } from '../../libs/public-api/src/sandboxes/sandboxes.schemas';
import {
  describeAccess,
  expectRefusal,
  givenFiles,
  givenSandbox,
  PATH,
  useSandboxes,
} from './support/sandboxes-world';

describe('GET /v1/sandboxes/{sandbox_id}/files', () => {
  const world = useSandboxes({ RATE_LIMITS: 'sandbox_upload=100000/60' });
  const sandboxWith = async (...paths: string[]): Promise<string> => {
    const id = await givenSandbox(world.as('member'));
    await givenFiles(world.as('member'), id, ...paths);
    return id;
  };
  const list = async (id: string, query: object = {}) => {
    const reply = await world.as('member').get(`${PATH}/${id}/files`, query);
    expect(reply.status).toBe(200);
    return listSandboxFilesReply.parse(reply.body);
  };
  const namesOf = async (id: string, query: object = {}) =>
    (await list(id, query)).files.map(({ name }) => name);

  describe('200', () => {
    it('lists the top folder: files with size, folders without', async () => {
      const id = await sandboxWith('/workspace/b.txt', '/workspace/a/x', '/workspace/a/y/z');
      await sandboxWith('/workspace/of-another-sandbox');
      expect(await list(id)).toEqual({
        files: [
          { name: 'a', path: '/workspace/a', type: 'dir', size_bytes: null },
          { name: 'b.txt', path: '/workspace/b.txt', type: 'file', size_bytes: 16 },
        ],
        total: 2,
        limit: 200,
        offset: 0,
      });
    });

    it('lists one folder further down', async () => {
      const id = await sandboxWith('/workspace/a/x', '/workspace/a/y/z', '/workspace/ab/c', '/workspace/a0');
      expect((await list(id, { path: '/workspace/a' })).files).toMatchObject([
        { path: '/workspace/a/x', type: 'file' },
        { path: '/workspace/a/y', type: 'dir' },
      ]);
      expect(await namesOf(id, { path: '/workspace/a/y' })).toEqual(['z']);
    });

    it('tells an empty file from a folder', async () => {
      const id = await givenSandbox(world.as('member'));
      await world.as('member').post(`${PATH}/${id}/files`, { path: '/workspace/empty', content: '' });
      expect((await list(id)).files).toEqual([
        { name: 'empty', path: '/workspace/empty', type: 'file', size_bytes: 0 },
      ]);
    });

    it('is empty for a folder that does not exist, and for a file', async () => {
      const id = await sandboxWith('/workspace/a');
      expect(await list(id, { path: '/workspace/none' })).toMatchObject({ files: [], total: 0 });
      expect(await list(id, { path: '/workspace/a' })).toMatchObject({ files: [], total: 0 });
    });

    it('takes %, _ and other letters of a path as they are', async () => {
      const id = await sandboxWith(
        '/workspace/a_/1',
        '/workspace/ab/2',
        '/workspace/%/3',
        '/workspace/ü 😀/4',
      );
      expect(await namesOf(id, { path: '/workspace/a_' })).toEqual(['1']);
      expect(await namesOf(id, { path: '/workspace/%' })).toEqual(['3']);
      expect(await namesOf(id, { path: '/workspace/ü 😀' })).toEqual(['4']);
    });

    it('orders byte by byte and gives pages of entries', async () => {
      const id = await sandboxWith(
        '/workspace/b/1',
        '/workspace/b/2',
        '/workspace/B',
        '/workspace/a',
        '/workspace/ä',
      );
      expect(await namesOf(id)).toEqual(['B', 'a', 'b', 'ä']);
      const page = await list(id, { limit: 2, offset: 1 });
      expect(page).toMatchObject({ total: 4, limit: 2, offset: 1 });
      expect(page.files.map(({ name }) => name)).toEqual(['a', 'b']);
    });

    it('lets a credential read that may only read', async () => {
      const reply = await world.readOnly.get(`${PATH}/${await sandboxWith()}/files`);
      expect(reply.status).toBe(200);
    });
  });

  describe('400', () => {
    it.each([
      ['path', { path: '' }],
      ['path', { path: '/' }],
      ['path', { path: '/workspace/' }],
      ['path', { path: '/etc' }],
      ['path', { path: 'a' }],
      ['path', { path: '/workspace/../etc' }],
      ['path', { path: '/workspace/a\u0000' }],
      ['limit', { limit: 1001 }],
      ['recursive', { recursive: true }],
    ])('names the field %s', async (field, query) => {
      const reply = await world.as('member').get(`${PATH}/${await sandboxWith()}/files`, query);
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject([{ field }]);
    });
  });

  describeAccess(world, (by, id) => by.get(`${PATH}/${id}/files`), { active: true });
});
