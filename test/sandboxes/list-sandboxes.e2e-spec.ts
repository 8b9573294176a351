import { listSandboxesReply } from '../../libs/public-api/src/sandboxes/sandboxes.schemas';
import type { ApiClient } from '../support/api-client';
import { expire, expectRefusal, givenSandbox, PATH, useSandboxes } from './support/sandboxes-world';

describe('GET /v1/sandboxes', () => {
  const world = useSandboxes();
  const list = async (by: ApiClient, query: object = {}) => {
    const reply = await by.get(PATH, query);
    expect(reply.status).toBe(200);
    return listSandboxesReply.parse(reply.body);
  };
  const namesOf = async (by: ApiClient, query: object = {}) =>
    (await list(by, query)).sandboxes.map(({ name }) => name);

  describe('200', () => {
    it('is empty at first', async () => {
      expect(await list(world.as('member'))).toEqual({ sandboxes: [], total: 0, limit: 20, offset: 0 });
    });

    it('lists the newest first, page by page', async () => {
      for (const name of ['a', 'b', 'c']) await givenSandbox(world.as('member'), { name });
      expect(await namesOf(world.as('member'))).toEqual(['c', 'b', 'a']);
      const page = await list(world.as('member'), { limit: 1, offset: 1 });
      expect(page).toMatchObject({ sandboxes: [{ name: 'b' }], total: 3, limit: 1, offset: 1 });
    });

    it.each(['manager', 'builder', 'member'] as const)('lists to a %s own ones only', async (role) => {
      await givenSandbox(world.as('owner'), { name: 'of the owner' });
      await givenSandbox(world.as(role), { name: 'own' });
      expect(await list(world.as(role))).toMatchObject({ sandboxes: [{ name: 'own' }], total: 1 });
    });

    it.each(['owner', 'admin'] as const)('lists to an %s those of the whole team', async (role) => {
      await givenSandbox(world.as('member'), { name: 'of the member' });
      await givenSandbox(world.as('builder'), { name: 'of the builder' });
      await givenSandbox(world.stranger, { name: 'of another team' });
      expect(await namesOf(world.as(role))).toEqual(['of the builder', 'of the member']);
    });

    it('filters by status', async () => {
      const old = await givenSandbox(world.as('member'), { name: 'old' });
      await givenSandbox(world.as('member'), { name: 'new' });
      await expire(world, old);
      const active = await list(world.as('member'), { status: 'active' });
      expect(active).toMatchObject({ sandboxes: [{ name: 'new', status: 'active' }], total: 1 });
      const expired = await list(world.as('member'), { status: 'expired' });
      expect(expired).toMatchObject({ sandboxes: [{ name: 'old', status: 'expired' }], total: 1 });
      expect(await namesOf(world.as('member'))).toEqual(['new', 'old']);
    });
  });

  describe('400', () => {
    it.each([
      ['limit', { limit: 0 }],
      ['limit', { limit: 101 }],
      ['offset', { offset: -1 }],
      ['status', { status: 'gone' }],
      ['created_by', { created_by: 'me' }],
    ])('names the field %s', async (field, query) => {
      const reply = await world.as('member').get(PATH, query);
      expectRefusal(reply, 400, 'invalid_request');
      expect(reply.body.details).toMatchObject([{ field }]);
    });
  });

  it('401: requires a credential', async () => {
    expect((await world.anonymous.get(PATH)).status).toBe(401);
  });

  it('403: asks for sandboxes:use, which a viewer lacks', async () => {
    expectRefusal(await world.as('viewer').get(PATH), 403, 'forbidden');
  });
});
