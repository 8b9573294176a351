import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { FEDERATION_CALLBACK_PATH, federatedReturnPath } from './federation-paths';

/** 256 bits; whatever else a cookie holds is none of ours. */
const VALUE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Cookies that tie a sign-in to the browser in which it began. Each is sent to one path only, and holds a random
 * value that means nothing elsewhere. `Lax`, since the provider's way back is a navigation from another site.
 */
@Injectable()
export class FederationCookies {
  private readonly prefix: string;
  private readonly attributes: string;

  constructor(@Inject(CONFIG) { publicUrl }: Config) {
    const isSecure = publicUrl.startsWith('https:');
    // Limited to a path, which the prefix __Host- forbids; without https a browser takes neither.
    this.prefix = isSecure ? '__Secure-duvo_federation' : 'duvo_federation';
    this.attributes = `HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** Of one attempt; several tabs have several. */
  attempt(state: string): Cookie {
    const suffix = createHash('sha256').update(state).digest('hex').slice(0, 16);
    return this.cookie(`${this.prefix}_${suffix}`, FEDERATION_CALLBACK_PATH);
  }

  /** Of the way from the callback to the request for access. @param uid as the path has it, encoded */
  ticket(uid: string): Cookie {
    return this.cookie(`${this.prefix}_ticket`, federatedReturnPath(uid));
  }

  private cookie(name: string, path: string): Cookie {
    const rest = `Path=${path}; ${this.attributes}`;
    return {
      set: (value, seconds) => `${name}=${value}; ${rest}; Max-Age=${seconds}`,
      clear: () => `${name}=; ${rest}; Max-Age=0`,
      read: (request) => valueOf(request, name),
    };
  }
}

export interface Cookie {
  /** @returns the `Set-Cookie` that hands it out */
  set(value: string, seconds: number): string;
  /** @returns the `Set-Cookie` that takes it back */
  clear(): string;
  /** @returns what the browser sent; `undefined` if that is none of ours */
  read(request: Request): string | undefined;
}

function valueOf({ headers: { cookie = '' } }: Request, name: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() !== name) continue;
    const value = pair.slice(at + 1).trim();
    return VALUE.test(value) ? value : undefined;
  }
  return undefined;
}
