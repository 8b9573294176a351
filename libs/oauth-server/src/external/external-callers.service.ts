import { Inject, Injectable } from '@nestjs/common';
import { clientCredentialId, Identities, SCOPES, UserDirectory } from '@app/auth';
import type { IdentityRefusal, Membership, Principal, Scope, User } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { claimAt, toIdentityClaims, valuesOf, wordsOf } from '../federation/claims';
import type { Claims } from '../federation/claims';
import { teamOfToken } from './team-of-token';

const MAX_CLIENT_ID = 200;

/** On whose behalf a token of the external authorization server speaks. */
@Injectable()
export class ExternalCallers {
  constructor(
    private readonly identities: Identities,
    private readonly users: UserDirectory,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param claims of a token that was verified
   * @returns `null` for a user who is switched off
   * @throws ApiException `forbidden` for a person who has no place here, with what to do about it: signing in again
   *   would not help, so it is no 401
   */
  async of(claims: Claims): Promise<Principal | null> {
    const person = toIdentityClaims(claims, this.config.jit.claim);
    if (!person) return null;
    const admitted = await this.identities.admit(person);
    if (admitted.outcome === 'refused') {
      if (admitted.reason === 'disabled') return null;
      throw new ApiException('forbidden', { message: SENTENCES[admitted.reason] });
    }
    const membership = this.teamOf(claims, await this.users.memberships(admitted.user.id));
    return this.principalOf(claims, admitted.user, membership);
  }

  private teamOf(claims: Claims, memberships: readonly Membership[]): Membership {
    const { teamClaim } = this.config.oauth.external ?? {};
    const named = teamClaim === undefined ? [] : valuesOf(claimAt(claims, teamClaim));
    const choice = teamOfToken(memberships, named, teamClaim);
    if ('problem' in choice) throw new ApiException('forbidden', { message: choice.problem });
    return choice.membership;
  }

  private principalOf(claims: Claims, user: User, { teamId, role }: Membership): Principal {
    const clientId = clientOf(claims);
    return {
      userId: user.id,
      teamId: asTeamId(teamId),
      role,
      credential: {
        type: 'oauth',
        id: clientCredentialId({ userId: user.id, clientId, teamId }),
        name: clientId,
        keyPrefix: null,
        clientName: clientId,
        clientId,
        expiresAt: new Date(Number(claims.exp) * 1000),
      },
      scopes: this.scopesOf(claims),
    };
  }

  private scopesOf(claims: Claims): Scope[] {
    const words = wordsOf(claimAt(claims, this.config.oauth.external?.scopeClaim ?? 'scope'));
    return SCOPES.filter((scope) => words.includes(scope));
  }
}

/** RFC 9068 says `client_id`; others `azp`. */
function clientOf({ client_id: clientId, azp }: Claims): string {
  const [name = 'unknown client'] = valuesOf([clientId, azp]);
  return name.slice(0, MAX_CLIENT_ID);
}

const SENTENCES: Readonly<Record<Exclude<IdentityRefusal, 'disabled'>, string>> = {
  unknown_person:
    'Your account at the identity provider is not linked to a user here. Ask whoever runs this server to link it, or to let people of your groups in.',
  unverified_email:
    'The access token holds no verified email address, which the first call of a person needs. Have the claims email and email_verified put into it, or ask whoever runs this server to link your account.',
  domain: 'People with your email domain are not let in here.',
};
