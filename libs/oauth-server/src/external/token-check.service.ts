import { Inject, Injectable } from '@nestjs/common';
import { decodeJwt, errors, jwtVerify } from 'jose';
import { Clock } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import type { Claims } from '../federation/claims';
import { resourceOf } from '../provider/resource';
import { ExternalKeys } from './external-keys.service';
import { KeysUnavailable } from './keys-unavailable';
import { VerifiedClaims } from './verified-claims';

/** Asymmetric ones alone: with HS256 our copy of a public key would be the secret. */
const ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'];
const CLOCK_TOLERANCE_SECONDS = 5;

/**
 * Verifies an access token of the external authorization server
 * (https://www.rfc-editor.org/rfc/rfc9068#section-4).
 */
@Injectable()
export class TokenCheck {
  private readonly verified = new VerifiedClaims();

  constructor(
    private readonly keys: ExternalKeys,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param hash hex SHA-256 of the token
   * @returns the claims of a good token, `null` for a bad one
   * @throws KeysUnavailable if the keys of the server cannot be had
   */
  async claimsOf(token: string, hash: string): Promise<Claims | null> {
    const known = this.verified.get(hash, this.clock.now());
    if (known) return known;
    const claims = await this.verify(token);
    if (claims) this.verified.set(hash, claims, this.clock.now());
    return claims;
  }

  private async verify(token: string): Promise<Claims | null> {
    const { external } = this.config.oauth;
    if (!external) return null;
    try {
      // Tokens of others must not make us look for keys.
      if (!this.isForUs(decodeJwt(token))) return null;
      const { payload } = await jwtVerify(token, this.keys.find, {
        issuer: external.issuer,
        audience: [...this.audience],
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'sub'],
        ...(external.tokenType !== 'any' && { typ: external.tokenType }),
      });
      return isAccessToken(payload) ? payload : null;
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error;
      if (error instanceof errors.JOSEError || (error as Error).name === 'TypeError') return null;
      throw error;
    }
  }

  private get audience(): readonly string[] {
    const configured = this.config.oauth.external?.audience ?? [];
    return configured.length > 0 ? configured : [resourceOf(this.config.publicUrl)];
  }

  /** A token for us and somebody else is refused: that somebody could use it here (jose asks for one that fits). */
  private isForUs({ iss, aud }: Claims): boolean {
    const members: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
    const areOurs = members.every((member) => this.audience.includes(member as string));
    return iss === this.config.oauth.external?.issuer && members.length > 0 && areOurs;
  }
}

/** Kinds of tokens other than access tokens, in the claim `typ` of Keycloak. */
const OTHER_KINDS: readonly unknown[] = ['ID', 'Refresh', 'Offline', 'Logout'];

/**
 * Where the header says only `JWT`, an ID token looks much the same. It has hashes of what came with it
 * (https://openid.net/specs/openid-connect-core-1_0.html#CodeIDToken); a token bound to a key is none for a bearer.
 */
function isAccessToken(claims: Claims): boolean {
  const isIdToken = claims.at_hash !== undefined || claims.c_hash !== undefined;
  return !isIdToken && claims.cnf === undefined && !OTHER_KINDS.includes(claims.typ);
}
