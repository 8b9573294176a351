import { toPrincipal } from './to-principal';
import type { FoundAccessToken } from './access-tokens.repository';

const RES = 'https://api.duvo.test/v1/mcp';
const found = (payload: Record<string, unknown> = {}, more: Partial<FoundAccessToken> = {}) => ({
  payload: { aud: RES, exp: 2_000_000_000, scope: 'openid mcp:read', ...payload },
  appId: 'a',
  userId: 'u',
  teamId: 't',
  clientId: 'c',
  clientName: 'Host',
  role: 'member' as const,
  ...more,
});

describe('toPrincipal', () => {
  it('takes scopes of ours and names the client', () => {
    expect(toPrincipal(found(), RES)).toMatchObject({
      role: 'member',
      scopes: ['mcp:read'],
      credential: {
        type: 'oauth',
        clientName: 'Host',
        clientId: 'c',
        expiresAt: new Date(2_000_000_000_000),
      },
    });
  });

  it.each([
    ['another audience', { aud: 'https://api.duvo.test/other' }],
    ['a list that holds ours', { aud: [RES, 'https://evil.test'] }],
    ['no audience', { aud: undefined }],
    ['no end', { exp: undefined }],
    ['no scope of ours', { scope: 'openid' }],
    ['no scope', { scope: undefined }],
    ['a key that it is bound to', { jkt: 'thumbprint' }],
    ['a certificate that it is bound to', { 'x5t#S256': 'thumbprint' }],
  ])('refuses a token with %s', (_, payload) => {
    expect(toPrincipal(found(payload), RES)).toBeNull();
  });

  it('gives a person, client and team one id, whatever the token', () => {
    const id = (more: Partial<FoundAccessToken> = {}) => toPrincipal(found({}, more), RES)?.credential.id;
    expect(id({ appId: 'b' })).toBe(id());
    expect(new Set([id(), id({ userId: 'v' }), id({ clientId: 'd' }), id({ teamId: 's' })]).size).toBe(4);
    expect(id()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
