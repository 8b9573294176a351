import { Inject, Injectable } from '@nestjs/common';
import {
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomPKCECodeVerifier,
  ResponseBodyError,
} from 'openid-client';
import type { Configuration } from 'openid-client';
import { CONFIG } from '@app/config';
import type { Config, UpstreamConfig } from '@app/config';
import type { Claims } from './claims';
import { FEDERATION_CALLBACK_PATH } from './federation-paths';
import { Upstream } from './upstream.service';
import { isOutage } from './is-outage';
import { UpstreamUnavailable } from './upstream-unavailable';

/** What only the browser's sign-in may come back with. */
export interface Secrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The provider answered that nobody was signed in. */
export class UpstreamRefusal extends Error {}

/** The dialogue with the provider: https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth */
@Injectable()
export class UpstreamSignIn {
  constructor(
    private readonly upstream: Upstream,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  newVerifier(): string {
    return randomPKCECodeVerifier();
  }

  /**
   * @param again whether the provider shall ask who it is although it knows
   * @returns where the browser goes
   * @throws UpstreamUnavailable
   */
  async urlFor(upstream: UpstreamConfig, secrets: Secrets, again: boolean): Promise<string> {
    const configuration = await this.upstream.configuration(upstream);
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.config.publicUrl + FEDERATION_CALLBACK_PATH,
      scope: scopesOf(upstream),
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      ...(again && { prompt: 'login' }),
    });
    return url.href;
  }

  /**
   * Redeems what the browser came back with. The signature of the ID token is not looked at: it came from the
   * provider itself, over TLS (OpenID Connect Core, 3.1.3.7, item 6), so that a change of its keys stops nobody.
   *
   * @param search query of the callback, as it came
   * @returns what the provider says about the person
   * @throws UpstreamUnavailable, UpstreamRefusal, or errors of the library for an answer that does not hold
   */
  async claimsFor(upstream: UpstreamConfig, search: string, secrets: Secrets): Promise<Claims> {
    const configuration = await this.upstream.configuration(upstream);
    try {
      const callback = new URL(this.config.publicUrl + FEDERATION_CALLBACK_PATH + search);
      const tokens = await authorizationCodeGrant(configuration, callback, {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifier,
        idTokenExpected: true,
      });
      const claims: Claims = tokens.claims() ?? {};
      return await this.complete(configuration, claims, tokens.access_token);
    } catch (error) {
      if (error instanceof AuthorizationResponseError)
        throw new UpstreamRefusal(error.error, { cause: error });
      if (isOutage(error))
        throw new UpstreamUnavailable(`it did not redeem the code (${codeOf(error)})`, error);
      throw error;
    }
  }

  /** Some providers put the address into the userinfo alone. What the ID token says counts more. */
  private async complete(configuration: Configuration, claims: Claims, accessToken: string): Promise<Claims> {
    const { userinfo_endpoint: endpoint } = configuration.serverMetadata();
    if (claims.email !== undefined || endpoint === undefined) return claims;
    const more: Claims = await fetchUserInfo(configuration, accessToken, String(claims.sub));
    return { ...more, ...claims };
  }
}

/** Without `openid` the provider would name nobody. */
function scopesOf({ scopes }: UpstreamConfig): string {
  const words = scopes.split(/\s+/).filter((word) => word !== '');
  return [...new Set(['openid', ...words])].join(' ');
}

const codeOf = (error: unknown): string =>
  error instanceof ResponseBodyError ? error.error : error instanceof Error ? error.message : String(error);
