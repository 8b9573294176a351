import { createHash } from 'node:crypto';
import { hasScope, SCOPES } from '@app/auth';
import type { Principal } from '@app/auth';
import { asTeamId } from '@app/database';
import type { FoundAccessToken } from './access-tokens.repository';

/**
 * @param resource our identifier, the only audience that is good here
 * @returns on whose behalf the token speaks; `null` if it is not for this resource, or for nothing here
 */
export function toPrincipal(found: FoundAccessToken, resource: string): Principal | null {
  const { aud, exp, scope, jkt, 'x5t#S256': thumbprint } = found.payload;
  // https://www.rfc-editor.org/rfc/rfc8707#section-2: a token for another resource is no token here.
  if (aud !== resource || typeof exp !== 'number') return null;
  // Bound to a key that a bearer does not prove to have.
  if (jkt !== undefined || thumbprint !== undefined) return null;
  const granted = typeof scope === 'string' ? scope.split(' ') : [];
  const scopes = SCOPES.filter((name) => granted.includes(name));
  if (!hasScope(scopes, 'mcp:read')) return null;
  return {
    userId: found.userId,
    teamId: asTeamId(found.teamId),
    role: found.role,
    credential: {
      type: 'oauth',
      id: credentialId(found),
      name: found.clientName,
      keyPrefix: null,
      clientName: found.clientName,
      clientId: found.clientId,
      expiresAt: new Date(exp * 1000),
    },
    scopes,
  };
}

/**
 * The same for all tokens of a person, client and team, so that refreshing gives no new quota and repeats of a
 * request are recognised. In the form of a UUID (https://www.rfc-editor.org/rfc/rfc9562#section-5.8).
 */
export function credentialId({
  userId,
  clientId,
  teamId,
}: Pick<FoundAccessToken, 'userId' | 'clientId' | 'teamId'>): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([userId, clientId, teamId]))
    .digest();
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x80;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
