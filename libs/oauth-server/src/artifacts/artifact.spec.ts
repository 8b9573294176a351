import { randomBytes } from 'node:crypto';
import { SecretBox } from '@app/secrets';
import { hashOf, toPayload, toRow } from './artifact';

const box = new SecretBox([randomBytes(32)]);
const ID = 'hKz0vS1m9Qe7cXb3TnYw5Lr2Jd8Pf4Ga6Uo_Ei-WkBs';

describe('an artifact', () => {
  it.each(['AccessToken', 'RefreshToken', 'AuthorizationCode', 'RegistrationAccessToken'])(
    'keeps of a %s the hash alone, and is whole again for whoever has the id',
    (model) => {
      const payload = { jti: ID, kind: model, clientId: 'c1', grantId: 'g1', scope: 'mcp:read' };
      const row = toRow(model, ID, payload, box);
      expect(JSON.stringify(row)).not.toContain(ID);
      expect(row).toMatchObject({
        idHash: hashOf(ID),
        grantHash: hashOf('g1'),
        clientId: 'c1',
        sealed: null,
      });
      expect(toPayload(row, ID, box)).toEqual(payload);
    },
  );

  it.each(['Session', 'Interaction', 'Grant', 'PushedAuthorizationRequest'])(
    'encrypts all of a %s',
    (model) => {
      const payload = { jti: ID, uid: 'u1', accountId: 'a1', state: { secret: 's' } };
      const row = toRow(model, ID, payload, box);
      expect(JSON.stringify(row)).not.toContain(ID);
      expect(row).toMatchObject({ uidHash: hashOf('u1'), accountId: 'a1', payload: {} });
      expect(toPayload(row, undefined, box)).toEqual(payload);
    },
  );

  it('encrypts the secret of a client and leaves the rest readable', () => {
    const payload = { client_id: 'c1', client_name: 'Host', client_secret: 'not for dumps' };
    const row = toRow('Client', 'c1', payload, box);
    expect(JSON.stringify(row)).not.toContain('not for dumps');
    expect(row).toMatchObject({ clientId: 'c1', payload: { client_name: 'Host' } });
    expect(toPayload(row, 'c1', box)).toEqual(payload);
  });

  it('does not open under another id', () => {
    const row = toRow('Session', ID, { jti: ID }, box);
    expect(() => toPayload({ ...row, idHash: hashOf('other') }, undefined, box)).toThrow('belongs elsewhere');
  });
});
