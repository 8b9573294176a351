import { RunSandboxes } from '@app/public-api';
import { uploadSandboxFileReply } from '../../libs/public-api/src/sandboxes/sandboxes.schemas';
import {
  blobCount,
  describeAccess,
  expectRefusal,
  filledUpTo,
  givenFiles,
  givenSandbox,
  PATH,
  sandboxFileCount,
  useSandboxes,
} from './support/sandboxes-world';

const MIB = 1024 * 1024;

describe('POST /v1/sandboxes/{sandbox_id}/files', () => {
  const world = useSandboxes({ RATE_LIMITS: 'sandbox_upload=100000/60' });
  let id: string;
  beforeEach(async () => {
    id = await givenSandbox(world.as('member'));
  });
  const upload = (body: object, headers: Record<string, string> = {}) =>
    world.as('member').post(`${PATH}/${id}/files`, body, headers);
  const contentOf = (path: string): Promise<Buffer> =>
    world.app.get(RunSandboxes).read(world.app.world.acme.teamId, id, path);

  describe('201', () => {
    it('stores text and says how long it is in bytes', async () => {
      const reply = await upload({ path: '/workspace/a/ü.txt', content: '\ufeffé\u0000😀' });
      expect(reply.status).toBe(201);
      expect(uploadSandboxFileReply.parse(reply.body)).toEqual({
        path: '/workspace/a/ü.txt',
        size_bytes: 10,
      });
      expect((await contentOf('/workspace/a/ü.txt')).toString()).toBe('\ufeffé\u0000😀');
    });

    it('decodes base64', async () => {
      await upload({ path: '/workspace/a.bin', content: '/wD+', encoding: 'base64' });
      expect(await contentOf('/workspace/a.bin')).toEqual(Buffer.from([255, 0, 254]));
    });

    it('takes a file of exactly 10 MB', async () => {
      const content = Buffer.alloc(10 * MIB, 7).toString('base64');
      const reply = await upload({ path: '/workspace/big', content, encoding: 'base64' });
      expect(reply).toMatchObject({ status: 201, body: { size_bytes: 10 * MIB } });
    });

    it('keeps apart what two sandboxes call the same', async () => {
      const other = await givenSandbox(world.as('member'));
      await givenFiles(world.as('member'), other, '/workspace/a');
      expect((await upload({ path: '/workspace/a/b', content: 'x' })).status).toBe(201);
    });

    it('gives the first reply again to the same key and body', async () => {
      const headers = { 'idempotency-key': 'upload-1' };
      const body = { path: '/workspace/a', content: 'x' };
      const first = await upload(body, headers);
      const again = await upload(body, headers);
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(await sandboxFileCount(world)).toBe(1);
      expectRefusal(await upload({ ...body, content: 'y' }, headers), 409, 'idempotency_conflict');
    });
  });

  describe('400', () => {
    it.each([
      ['a.txt', 'begin with /workspace/'],
      ['/workspace', 'begin with /workspace/'],
      ['/workspace/', 'must not be empty'],
      ['/workspace//a', 'leading /'],
      ['/workspace/a/../../b', '. or ..'],
      ['/workspace/a\\b', 'backslash'],
      ['/workspace/a\u0000b', 'control characters'],
      ['/workspace/e\u0301', 'NFC'],
      ['/workspace/a\ud800', 'lone surrogates'],
      [`/workspace/${'é'.repeat(600)}`, '1024 bytes'],
    ])('refuses the path %j and names the rule', async (path, rule) => {
      const reply = await upload({ path, content: 'x' });
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject([{ field: 'path', message: expect.stringContaining(rule) }]);
    });

    it.each([
      ['path', { content: 'a' }],
      ['content', { path: '/workspace/a' }],
      ['content', { path: '/workspace/a', content: null }],
      ['encoding', { path: '/workspace/a', content: 'a', encoding: 'hex' }],
      ['overwrite', { path: '/workspace/a', content: 'a', overwrite: true }],
    ])('names the field %s', async (field, body) => {
      const reply = await upload(body);
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject([{ field }]);
    });

    it('refuses what is not base64', async () => {
      const reply = await upload({ path: '/workspace/a', content: 'YQ', encoding: 'base64' });
      expectRefusal(reply, 400, 'invalid_encoding');
    });
  });

  describe('403', () => {
    it('asks for the scope mcp:write', async () => {
      const body = { path: '/workspace/a', content: 'a' };
      expectRefusal(await world.readOnly.post(`${PATH}/${id}/files`, body), 403, 'insufficient_scope');
    });
  });

  describe('409', () => {
    it('never overwrites', async () => {
      await upload({ path: '/workspace/a', content: 'one' });
      const reply = await upload({ path: '/workspace/a', content: 'two' });
      expectRefusal(reply, 409, 'already_exists');
      expect(reply.body.message).toContain('/workspace/a already');
      expect((await contentOf('/workspace/a')).toString()).toBe('one');
      expect(await blobCount(world)).toBe(1);
    });

    it.each([
      ['/workspace/a/b/c', '/workspace/a'],
      ['/workspace/a/b/c', '/workspace/a/b'],
      ['/workspace/a', '/workspace/a/b'],
      ['/workspace/a', '/workspace/a/b/c'],
    ])('with %s there is no file %s', async (existing, path) => {
      await givenFiles(world.as('member'), id, existing);
      const reply = await upload({ path, content: 'x' });
      expectRefusal(reply, 409, 'already_exists');
      expect(reply.body.message).toContain(existing);
      expect(await blobCount(world)).toBe(1);
    });

    it.each(['a-b', 'a.b', 'a0', 'A/x', 'a_/x'])(
      'does not take %s for a file in the folder a',
      async (name) => {
        await givenFiles(world.as('member'), id, `/workspace/${name}`);
        expect((await upload({ path: '/workspace/a', content: 'x' })).status).toBe(201);
      },
    );
  });

  describe('413', () => {
    it('refuses one byte over 10 MB after decoding, and stores nothing', async () => {
      const content = Buffer.alloc(10 * MIB + 1).toString('base64');
      const reply = await upload({ path: '/workspace/big', content, encoding: 'base64' });
      expectRefusal(reply, 413, 'payload_too_large');
      expect(await blobCount(world)).toBe(0);
    });

    it('refuses what the sandbox has no room for, says how much it has, and stores nothing', async () => {
      await filledUpTo(world, id, 100 * MIB - 3);
      const reply = await upload({ path: '/workspace/a', content: 'four' });
      expectRefusal(reply, 413, 'payload_too_large');
      expect(reply.body.message).toContain('3 bytes');
      expect(await blobCount(world)).toBe(0);
      expect((await upload({ path: '/workspace/a', content: 'ten' })).status).toBe(201);
    });

    it('refuses a body over 15 MiB', async () => {
      const reply = await upload({ path: '/workspace/big', content: 'x'.repeat(15 * MIB) });
      expectRefusal(reply, 413, 'payload_too_large');
    });
  });

  describe('at the same time', () => {
    it('creates a path once', async () => {
      const replies = await Promise.all(
        Array.from({ length: 10 }, (_, n) => upload({ path: '/workspace/a', content: `${n}` })),
      );
      expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
      const winner = replies.findIndex(({ status }) => status === 201);
      expect((await contentOf('/workspace/a')).toString()).toBe(`${winner}`);
      expect(await blobCount(world)).toBe(1);
    });

    it('never makes a path both file and folder', async () => {
      const paths = ['/workspace/a', '/workspace/a/b', '/workspace/a/b/c'];
      const replies = await Promise.all(paths.map((path) => upload({ path, content: 'x' })));
      expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(await blobCount(world)).toBe(1);
    });
  });

  describeAccess(
    world,
    (by, sandboxId) => by.post(`${PATH}/${sandboxId}/files`, { path: '/workspace/new', content: 'x' }),
    { active: true },
  );
});

describe('uploads to sandboxes', () => {
  const world = useSandboxes({ RATE_LIMITS: 'sandbox_upload=3/60' });

  it('spend a bucket of their own', async () => {
    const by = world.as('member');
    const id = await givenSandbox(by);
    const upload = (name: string) =>
      by.post(`${PATH}/${id}/files`, { path: `/workspace/${name}`, content: 'x' });
    for (const name of ['a', 'b', 'c']) expect((await upload(name)).status).toBe(201);
    const reply = await upload('d');
    expectRefusal(reply, 429, 'rate_limited');
    expect(reply.body.details).toMatchObject([{ field: 'bucket', code: 'sandbox_upload' }]);
    expect((await by.get(`${PATH}/${id}/files`)).body.total).toBe(3);
  });
});
