import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { SecretBox } from '@app/secrets';
import type { RandomBytes } from '../api-keys/base62';
import { RANDOM_BYTES } from '../api-keys/random-bytes';

const NAME = 'duvo_session';
const USE = 'session_cookie';
/** Only sent over TLS, by this host alone, for all its paths: https://www.rfc-editor.org/rfc/rfc6265bis#section-4.1.3.2 */
const HOST_PREFIX = '__Host-';
const ID_BYTES = 32;
/** Id and signature, 256 bits each. */
const VALUE = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/**
 * The cookie that carries the id of a browser session. It is signed, so that ids which nobody was given cost the
 * database nothing.
 */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly attributes: string;

  constructor(
    @Inject(CONFIG) { publicUrl }: Config,
    private readonly secrets: SecretBox,
    @Inject(RANDOM_BYTES) private readonly randomBytes: RandomBytes,
  ) {
    const isSecure = publicUrl.startsWith('https:');
    // Over http (loopback, development) not every browser takes Secure or a prefix.
    this.name = isSecure ? `${HOST_PREFIX}${NAME}` : NAME;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  newId(): string {
    return Buffer.from(this.randomBytes(ID_BYTES)).toString('base64url');
  }

  /** @returns the id that the browser sent; `undefined` if there is none, or it is none of ours */
  read(request: Request): string | undefined {
    const [, id = '', signature = ''] = VALUE.exec(this.valueIn(request)) ?? [];
    if (id === '') return undefined;
    const sent = Buffer.from(signature);
    const isOurs = this.secrets
      .signatures(id, USE)
      .some((right) => timingSafeEqual(Buffer.from(right), sent));
    return isOurs ? id : undefined;
  }

  /** @returns the `Set-Cookie` that hands the session out */
  set(id: string, expiresAt: Date): string {
    const value = `${id}.${this.secrets.sign(id, USE)}`;
    return `${this.name}=${value}; ${this.attributes}; Expires=${expiresAt.toUTCString()}`;
  }

  /** @returns the `Set-Cookie` that takes it back */
  clear(): string {
    return `${this.name}=; ${this.attributes}; Max-Age=0`;
  }

  private valueIn({ headers: { cookie = '' } }: Request): string {
    for (const pair of cookie.split(';')) {
      const at = pair.indexOf('=');
      if (pair.slice(0, at).trim() === this.name) return pair.slice(at + 1).trim();
    }
    return '';
  }
}
