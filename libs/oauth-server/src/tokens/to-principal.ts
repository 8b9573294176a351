import { clientCredentialId, hasScope, SCOPES } from '@app/auth';
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
      id: clientCredentialId(found),
      name: found.clientName,
      keyPrefix: null,
      clientName: found.clientName,
      clientId: found.clientId,
      expiresAt: new Date(exp * 1000),
    },
    scopes,
  };
}
