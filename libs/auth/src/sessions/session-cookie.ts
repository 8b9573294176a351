import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';

const NAME = 'duvo_session';
/** Only sent over TLS, by this host alone, for all its paths: https://www.rfc-editor.org/rfc/rfc6265bis#section-4.1.3.2 */
const HOST_PREFIX = '__Host-';
const VALUE = /^[A-Za-z0-9_-]{43}$/;

/** The cookie that carries a browser session. */
@Injectable()
export class SessionCookie {
  readonly name: string;
  private readonly attributes: string;

  constructor(@Inject(CONFIG) { publicUrl }: Config) {
    const isSecure = publicUrl.startsWith('https:');
    // Over http (loopback, development) not every browser takes Secure or a prefix.
    this.name = isSecure ? `${HOST_PREFIX}${NAME}` : NAME;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** @returns what the browser sent; `undefined` if there is none, or it cannot be one of ours */
  read(request: Request): string | undefined {
    const { cookie } = request.headers;
    if (!cookie) return undefined;
    for (const pair of cookie.split(';')) {
      const at = pair.indexOf('=');
      if (pair.slice(0, at).trim() !== this.name) continue;
      const value = pair.slice(at + 1).trim();
      return VALUE.test(value) ? value : undefined;
    }
    return undefined;
  }

  /** @returns the `Set-Cookie` that hands the session out */
  set(value: string, expiresAt: Date): string {
    return `${this.name}=${value}; ${this.attributes}; Expires=${expiresAt.toUTCString()}`;
  }

  /** @returns the `Set-Cookie` that takes it back */
  clear(): string {
    return `${this.name}=; ${this.attributes}; Max-Age=0`;
  }
}
