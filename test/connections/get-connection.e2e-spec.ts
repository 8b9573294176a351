import { connectionReply } from '../../libs/public-api/src/connections/connections.schemas';
import { demoId } from '../../libs/public-api/src/demo';
import { expectError, expectSameRefusal, UNKNOWN_ID, useCallers } from '../agents/support/callers';

const idOf = (name: string): string => demoId('connection', name);
const bankPortal = idOf('Bank portal');

describe('GET /v1/connections/{connection_id}', () => {
  const { as, anonymous, stranger, userId } = useCallers();
  const get = (id: string, caller = as('member')) => caller.get(`/v1/connections/${id}`);

  describe('200', () => {
    it.each([
      ['the owner of the connection', 'owner', 'Bank portal', 'manage'],
      ['a user grant', 'manager', 'Bank portal', 'use'],
      ['a role grant', 'builder', 'Bank portal', 'view'],
      ['the highest of several', 'builder', 'Finance mailbox', 'manage'],
      ['sharing', 'member', 'SAP Production', 'use'],
    ] as const)('gives it by %s', async (_, role, name, access) => {
      const reply = await get(idOf(name), as(role));
      expect(reply.status).toBe(200);
      const { connection } = connectionReply.parse(reply.body);
      expect(connection).toMatchObject({ id: idOf(name), name, access });
      expect(connection.account_label).not.toBeNull();
    });

    it.each(['owner', 'admin', 'manager'] as const)(
      'gives it redacted to the %s without a grant',
      async (role) => {
        const { connection } = connectionReply.parse((await get(idOf('Personal drive'), as(role))).body);
        expect(connection).toMatchObject({
          access: 'none',
          owner_id: userId('member'),
          account_label: null,
          broken_reason: null,
          scopes: [],
        });
      },
    );

    it('says why a connection is broken', async () => {
      const { connection } = connectionReply.parse((await get(idOf('Old file server'))).body);
      expect(connection).toMatchObject({ status: 'broken', broken_reason: 'credentials_expired' });
    });
  });

  describe('400', () => {
    it.each(['x', 'Bank portal'])('refuses the id %s', async (id) => {
      expectError(await get(id), 400, 'invalid_request', ['connection_id']);
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await get(bankPortal, anonymous), 401, 'invalid_token');
    });
  });

  describe('403', () => {
    it('refuses members of the team who have no grant, without its name', async () => {
      const reply = await get(bankPortal);
      expectError(reply, 403, 'connection_forbidden');
      expect(reply.text).not.toContain('Bank portal');
      expectError(await get(idOf('Personal drive'), as('builder')), 403, 'connection_forbidden');
    });

    it('forbids it to a viewer, what is shared included', async () => {
      expectError(await get(idOf('SAP Production'), as('viewer')), 403, 'forbidden');
    });
  });

  describe('404', () => {
    it("answers another team's id as an unknown one", async () => {
      const theirs = await get(bankPortal, stranger);
      expectError(theirs, 404, 'not_found');
      expectSameRefusal(theirs, await get(UNKNOWN_ID, stranger));
    });
  });
});
