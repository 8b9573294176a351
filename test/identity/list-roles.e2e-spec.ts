import { ROLES } from '@app/auth';
import { rolesReply } from '../../libs/public-api/src/identity/identity.schemas';
import { expectError, useCallers } from '../agents/support/callers';

describe('GET /v1/roles', () => {
  const { as, anonymous } = useCallers();
  const permissionsOf = async (role: string) => {
    const { roles } = rolesReply.parse((await as('viewer').get('/v1/roles')).body);
    const { permissions = [] } = roles.find(({ name }) => name === role) ?? {};
    return Object.fromEntries(permissions.map(({ name, scope }) => [name, scope]));
  };

  describe('200', () => {
    it('lists the six roles, strongest first, each with a description', async () => {
      const reply = await as('viewer').get('/v1/roles');
      expect(reply.status).toBe(200);
      const { roles } = rolesReply.parse(reply.body);
      expect(roles.map(({ name }) => name)).toEqual(ROLES);
      expect(roles.filter(({ description }) => description === '')).toEqual([]);
    });

    it('says how far each permission reaches', async () => {
      expect(await permissionsOf('manager')).toMatchObject({ 'agents:update': 'any', 'runs:read': 'any' });
      expect(await permissionsOf('builder')).toMatchObject({
        'agents:create': 'any',
        'agents:update': 'own',
      });
      expect(await permissionsOf('member')).toMatchObject({ 'runs:read': 'own', 'files:write': 'any' });
    });

    it('leaves out what a role may not do', async () => {
      expect(await permissionsOf('member')).not.toHaveProperty('agents:create');
      expect(await permissionsOf('viewer')).not.toHaveProperty('connections:read');
    });
  });

  describe('401', () => {
    it('requires a credential', async () => {
      expectError(await anonymous.get('/v1/roles'), 401, 'invalid_token');
    });
  });
});
