import { sql } from 'drizzle-orm';
import { sandboxReply } from '../../libs/public-api/src/sandboxes/sandboxes.schemas';
import { expire, expectRefusal, givenSandbox, numberOf, PATH, useSandboxes } from './support/sandboxes-world';

const LIMIT = 20;

describe('POST /v1/sandboxes', () => {
  const world = useSandboxes();
  const create = (fields: object = {}, headers: Record<string, string> = {}) =>
    world.as('member').post(PATH, fields, headers);
  const sandboxCount = () => numberOf(world, sql`select count(*) from sandboxes`);
  const inUse = async () => {
    const { body } = await world.as('member').get('/v1/limits');
    return body.concurrency.sandboxes as { limit: number; in_use: number };
  };
  const minutesOf = (sandbox: { created_at: string; expires_at: string }): number =>
    (Date.parse(sandbox.expires_at) - Date.parse(sandbox.created_at)) / 60_000;

  describe('201', () => {
    it('creates a free and empty sandbox for an hour', async () => {
      const reply = await create();
      expect(reply.status).toBe(201);
      const { sandbox } = sandboxReply.parse(reply.body);
      expect(sandbox).toMatchObject({
        name: null,
        status: 'active',
        run_id: null,
        file_count: 0,
        created_by: world.userId('member'),
      });
      expect(minutesOf(sandbox)).toBe(60);
    });

    it.each([5, 1440])('lets it live for %i minutes', async (minutes) => {
      const reply = await create({ name: 'Ü 🦊', expires_in_minutes: minutes });
      expect(reply.body.sandbox.name).toBe('Ü 🦊');
      expect(minutesOf(reply.body.sandbox)).toBe(minutes);
    });

    it('allows one name twice', async () => {
      expect((await create({ name: 'A' })).status).toBe(201);
      expect((await create({ name: 'A' })).status).toBe(201);
    });

    it('gives the first reply again to the same key and body', async () => {
      const headers = { 'idempotency-key': 'create-sandbox-1' };
      const first = await create({ name: 'Once' }, headers);
      const again = await create({ name: 'Once' }, headers);
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotent-replayed')).toBe('true');
      expect(await sandboxCount()).toBe(1);
      expectRefusal(await create({ name: 'Twice' }, headers), 409, 'idempotency_conflict');
    });
  });

  describe('400', () => {
    it.each([
      ['name', { name: '' }],
      ['name', { name: 'x'.repeat(101) }],
      ['name', { name: 'a\u0000' }],
      ['name', { name: null }],
      ['expires_in_minutes', { expires_in_minutes: 4 }],
      ['expires_in_minutes', { expires_in_minutes: 1441 }],
      ['expires_in_minutes', { expires_in_minutes: 5.5 }],
      ['expires_in_minutes', { expires_in_minutes: '60' }],
      ['run_id', { run_id: null }],
    ])('names the field %s', async (field, fields) => {
      const reply = await create(fields);
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject([{ field }]);
    });
  });

  it('401: requires a credential', async () => {
    expect((await world.anonymous.post(PATH, {})).status).toBe(401);
  });

  describe('403', () => {
    it('asks for sandboxes:use, which a viewer lacks', async () => {
      expectRefusal(await world.as('viewer').post(PATH, {}), 403, 'forbidden');
    });

    it('asks for the scope mcp:write', async () => {
      expectRefusal(await world.readOnly.post(PATH, {}), 403, 'insufficient_scope');
    });
  });

  describe('429', () => {
    const fill = async (): Promise<string[]> => {
      const ids: string[] = [];
      while (ids.length < LIMIT) ids.push(await givenSandbox(world.as('member')));
      return ids;
    };

    it('refuses a user the one more, and says when the next expires', async () => {
      const ids = await fill();
      await world.app.database.handle.execute(
        sql`update sandboxes set expires_at = now() + interval '100 seconds' where id = ${ids[7]}`,
      );
      const reply = await create();
      expectRefusal(reply, 429, 'concurrency_limit');
      expect(reply.body.message).toContain('20 active sandboxes');
      const seconds = Number(reply.headers.get('retry-after'));
      expect(seconds).toBeGreaterThan(90);
      expect(seconds).toBeLessThanOrEqual(100);
      expect(await sandboxCount()).toBe(LIMIT);
    });

    it('never asks to retry in less than a second', async () => {
      const [first] = await fill();
      await world.app.database.handle.execute(
        sql`update sandboxes set expires_at = now() + interval '0.5 seconds' where id = ${first}`,
      );
      const reply = await create();
      if (reply.status === 429) expect(reply.headers.get('retry-after')).toBe('1');
      else expect(reply.status).toBe(201);
    });

    it('counts neither expired ones nor those of others', async () => {
      const [first] = await fill();
      expect(await inUse()).toEqual({ limit: LIMIT, in_use: LIMIT });
      await givenSandbox(world.as('builder'));
      await givenSandbox(world.stranger);
      expect((await create()).status).toBe(429);
      await expire(world, first!);
      expect((await inUse()).in_use).toBe(LIMIT - 1);
      expect((await create()).status).toBe(201);
    });

    it('lets exactly as many of thirty calls at once succeed as there are places', async () => {
      const replies = await Promise.all(Array.from({ length: 30 }, (_, n) => create({ name: `${n}` })));
      const by = (status: number) => replies.filter((reply) => reply.status === status);
      expect([by(201).length, by(429).length]).toEqual([LIMIT, 30 - LIMIT]);
      for (const reply of by(429)) expectRefusal(reply, 429, 'concurrency_limit');
      expect(await sandboxCount()).toBe(LIMIT);
    });

    it('does the same for calls with idempotency keys, and keeps no refusal', async () => {
      const replies = await Promise.all(
        Array.from({ length: 30 }, (_, n) => create({ name: `${n}` }, { 'idempotency-key': `places-${n}` })),
      );
      expect(replies.filter(({ status }) => status === 201)).toHaveLength(LIMIT);
      const refused = replies.findIndex(({ status }) => status === 429);
      await world.app.database.handle.execute(sql`update sandboxes set expires_at = now()`);
      const again = await create({ name: `${refused}` }, { 'idempotency-key': `places-${refused}` });
      expect(again.status).toBe(201);
      expect(again.headers.get('idempotent-replayed')).toBeNull();
    });
  });
});
