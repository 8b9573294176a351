import { Inject, Injectable, Logger } from '@nestjs/common';
import { createRemoteJWKSet, errors } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { Clock } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { KeysUnavailable } from './keys-unavailable';
import { discoverJwksUri } from './server-metadata';

/** Keys are asked for anew after this time, so that a key that was taken out of use stops counting. */
const CACHE_MS = 10 * 60_000;
/** An unknown key id makes us look for new keys, at most this often: anybody can write one into a token. */
const COOLDOWN_MS = 30_000;
const TIMEOUT_MS = 5_000;
/** After a failure nobody is asked for this time. */
const PAUSE_MS = 2_000;

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/**
 * Signing keys of the external authorization server, by the key id of a token. Nothing else in a token's header
 * (`jku`, `x5u`, `jwk`) has a say in where keys come from.
 */
@Injectable()
export class ExternalKeys {
  private readonly logger = new Logger(ExternalKeys.name);
  private set: Promise<KeySet> | undefined;
  private failure: { readonly error: KeysUnavailable; readonly until: number } | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * Key of a token, in the form in which jose asks for it.
   * @throws KeysUnavailable if the keys cannot be had; errors of jose if the token names none of them
   */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.failure && this.failure.until > this.clock.now()) throw this.failure.error;
    try {
      const keys = await this.keySet();
      return await keys(header, token);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      throw this.failed(error);
    }
  };

  private keySet(): Promise<KeySet> {
    this.set ??= this.open().catch((error: unknown) => {
      this.set = undefined;
      throw error;
    });
    return this.set;
  }

  private async open(): Promise<KeySet> {
    const { external } = this.config.oauth;
    if (!external) throw new KeysUnavailable('no external server is configured');
    const uri = external.jwksUri ?? (await discoverJwksUri(external.issuer));
    return createRemoteJWKSet(new URL(uri), {
      cacheMaxAge: CACHE_MS,
      cooldownDuration: COOLDOWN_MS,
      timeoutDuration: TIMEOUT_MS,
    });
  }

  private failed(error: unknown): KeysUnavailable {
    const detail = error instanceof Error ? error.message : String(error);
    const known = error instanceof KeysUnavailable ? error : new KeysUnavailable(detail, error);
    this.failure = { error: known, until: this.clock.now() + PAUSE_MS };
    this.logger.error(known.message);
    return known;
  }
}

const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported ||
  error instanceof errors.JWSInvalid;
