import { limitsReply } from '../../libs/public-api/src/identity/limits.schemas';
import { expectError, useCallers } from '../agents/support/callers';

describe('GET /v1/limits', () => {
  const { as, anonymous, stranger, app } = useCallers();
  const limitsOf = async (caller = as('viewer')) => {
    const reply = await caller.get('/v1/limits');
    expect(reply.status).toBe(200);
    return limitsReply.parse(reply.body);
  };

  describe('200', () => {
    it('names every bucket of a caller and over what it counts', async () => {
      const { rate_limits } = await limitsOf();
      expect(Object.fromEntries(rate_limits.map(({ bucket, scope }) => [bucket, scope]))).toEqual({
        api: 'credential',
        api_user: 'user',
        api_team: 'team',
        start_run: 'credential',
        sandbox_upload: 'credential',
      });
    });

    it('counts the call that asks, and no more', async () => {
      const remaining = async () => {
        const { rate_limits } = await limitsOf(as('builder'));
        return rate_limits.find(({ bucket }) => bucket === 'api')?.remaining ?? 0;
      };
      const before = await remaining();
      expect(await remaining()).toBe(before - 1);
    });

    it('agrees with the headers of the same reply', async () => {
      const reply = await as('manager').get('/v1/limits');
      const api = limitsReply.parse(reply.body).rate_limits.find(({ bucket }) => bucket === 'api');
      expect(String(api?.limit)).toBe(reply.headers.get('x-ratelimit-limit'));
      expect(String(api?.remaining)).toBe(reply.headers.get('x-ratelimit-remaining'));
    });

    it('gives sizes in bytes and what may be active at once', async () => {
      expect(await limitsOf()).toMatchObject({
        sizes: {
          file_max_bytes: 10_485_760,
          sandbox_upload_max_bytes: 10_485_760,
          body_max_bytes: 1_048_576,
        },
        // As the test application is configured. Two demo runs wait for a person; only the member has a sandbox.
        concurrency: { runs: { limit: 1000, in_use: 2 }, sandboxes: { limit: 20, in_use: 0 } },
        storage: { limit_bytes: 5 * 1024 ** 3 },
      });
    });

    it('counts the storage of the team', async () => {
      const before = (await limitsOf()).storage.used_bytes;
      expect(before).toBeGreaterThan(0);
      const { rest, world } = app();
      const body = { path: 'limits.txt', content: 'twelve bytes' };
      expect(await rest('PUT', '/v1/files/content', { key: world.acme.keys.member, body })).toMatchObject({
        status: 201,
      });
      expect((await limitsOf()).storage.used_bytes).toBe(before + 12);
      expect((await limitsOf(stranger)).storage.used_bytes).toBe(0);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/limits'), 401, 'invalid_token');
    });
  });
});
