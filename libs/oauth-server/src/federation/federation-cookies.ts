import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';

/** 256 bits; whatever else a cookie holds is none of ours. */
const VALUE = /^[A-Za-z0-9_-]{43}$/;

/**
 * Cookies that tie a sign-in to the browser in which it began. Each holds a random value that means nothing
 * elsewhere. `Lax`, since the provider's way back is a navigation from another site. Not limited to a path, which
 * the prefix forbids with which browsers refuse a cookie that another host of the domain tries to plant
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix).
 */
@Injectable()
export class FederationCookies {
  private readonly prefix: string;
  private readonly attributes: string;

  constructor(@Inject(CONFIG) { publicUrl }: Config) {
    const isSecure = publicUrl.startsWith('https:');
    // Without https a browser does not take the prefix.
    this.prefix = isSecure ? '__Host-duvo_federation' : 'duvo_federation';
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  }

  /** Of one attempt; several tabs have several. */
  attempt(state: string): Cookie {
    return this.cookie(`attempt_${hashOf(state)}`);
  }

  /** Of the way from the callback to the request for access. @param uid as the path has it, encoded */
  ticket(uid: string): Cookie {
    return this.cookie(`ticket_${hashOf(uid)}`);
  }

  private cookie(kind: string): Cookie {
    const name = `${this.prefix}_${kind}`;
    return {
      set: (value, seconds) => `${name}=${value}; ${this.attributes}; Max-Age=${seconds}`,
      clear: () => `${name}=; ${this.attributes}; Max-Age=0`,
      read: (request) => valueOf(request, name),
    };
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

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
