import { listFilesReply } from '../../libs/public-api/src/files/files.schemas';
import { useFiles } from './support/files-world';

const PATH = '/v1/files';

describe('GET /v1/files', () => {
  const world = useFiles();
  const list = (query: object = {}) => world.as('member').get(PATH, query);
  const pathsOf = async (query: object = {}) => {
    const reply = await list(query);
    expect(reply.status).toBe(200);
    return listFilesReply.parse(reply.body).files.map(({ path }) => path);
  };
  const write = async (...paths: string[]) => {
    for (const path of paths) {
      expect((await world.as('member').put('/v1/files/content', { path, content: path })).status).toBe(201);
    }
  };

  describe('200', () => {
    it('has nothing to show at first', async () => {
      expect((await list()).body).toEqual({ files: [], total: 0, limit: 200, offset: 0 });
    });

    it('orders paths byte by byte', async () => {
      await write('b', 'a/c', 'É', 'B', 'a-b', 'a_b', 'z', '漢');
      expect(await pathsOf()).toEqual(['B', 'a-b', 'a/c', 'a_b', 'b', 'z', 'É', '漢']);
    });

    it('takes the prefix as it stands', async () => {
      await write('100%/a', '100%%/b', '100_/c', '100x/d', 'x100%/e');
      expect(await pathsOf({ prefix: '100%' })).toEqual(['100%%/b', '100%/a']);
      expect(await pathsOf({ prefix: '100_' })).toEqual(['100_/c']);
      expect(await pathsOf({ prefix: '100%/a' })).toEqual(['100%/a']);
      expect(await pathsOf({ prefix: '100X' })).toEqual([]);
      expect(await pathsOf({ prefix: '' })).toHaveLength(5);
      expect(await pathsOf({ prefix: '../' })).toEqual([]);
    });

    it('searches any part of the path, ignoring case', async () => {
      await write('invoices/INV-1.txt', 'invoices/b_2', 'other/inv');
      expect(await pathsOf({ search: 'inv' })).toEqual(['invoices/INV-1.txt', 'invoices/b_2', 'other/inv']);
      expect(await pathsOf({ search: 'inv-' })).toEqual(['invoices/INV-1.txt']);
      expect(await pathsOf({ search: '_' })).toEqual(['invoices/b_2']);
      expect(await pathsOf({ search: 'inv', prefix: 'other/' })).toEqual(['other/inv']);
    });

    it('pages, and counts what the filter finds', async () => {
      await write('a/1', 'a/2', 'a/3', 'b/1');
      const reply = await list({ prefix: 'a/', limit: 2, offset: 1 });
      expect(reply.body).toMatchObject({ total: 3, limit: 2, offset: 1 });
      expect(listFilesReply.parse(reply.body).files.map(({ path }) => path)).toEqual(['a/2', 'a/3']);
      expect((await list({ prefix: 'a/', offset: 2_147_483_647 })).body).toMatchObject({
        files: [],
        total: 3,
      });
      expect((await list({ limit: 1000 })).status).toBe(200);
    });

    it('shows nothing of another team', async () => {
      await world.stranger.put('/v1/files/content', { path: 'theirs', content: 'x' });
      expect((await list()).body).toMatchObject({ files: [], total: 0 });
    });
  });

  describe('400', () => {
    it.each([
      ['limit', { limit: 0 }],
      ['limit', { limit: 1001 }],
      ['limit', { limit: 'all' }],
      ['offset', { offset: -1 }],
      ['offset', { offset: '2147483648' }],
      ['prefix', { prefix: 'a\u0000' }],
      ['prefix', { prefix: 'a'.repeat(1025) }],
      ['search', { search: 'a'.repeat(201) }],
      ['search', { search: ['a', 'b'] }],
      ['path', { path: 'a' }],
    ])('names the field %s', async (field, query) => {
      expect(await list(query)).toMatchObject({
        status: 400,
        body: { error: 'invalid_request', details: [{ field }] },
      });
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expect((await world.anonymous.get(PATH)).status).toBe(401);
    });
  });

  describe('403', () => {
    it('asks for files:read', async () => {
      expect(await world.as('viewer').get(PATH)).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    });
  });
});
