import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { SecretBox } from '@app/secrets';

const NAME = 'duvo_known';
const USE = 'known_browser';
const MAX_AGE_SECONDS = 365 * 86_400;

/**
 * Says that somebody signed in to an account in this browser before. It opens nothing: it only keeps those who guess
 * from many addresses from locking the owner out. It holds a signature, which says nothing of the account.
 */
@Injectable()
export class KnownBrowser {
  private readonly name: string;
  private readonly attributes: string;

  constructor(
    @Inject(CONFIG) { publicUrl }: Config,
    private readonly secrets: SecretBox,
  ) {
    const isSecure = publicUrl.startsWith('https:');
    this.name = isSecure ? `__Host-${NAME}` : NAME;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}; Max-Age=${MAX_AGE_SECONDS}`;
  }

  /** @param email in any case */
  isOf({ headers: { cookie = '' } }: Request, email: string): boolean {
    const pair = cookie.split(';').find((one) => one.trim().startsWith(`${this.name}=`));
    const sent = Buffer.from(pair?.trim().slice(this.name.length + 1) ?? '');
    return this.secrets
      .signatures(email.toLowerCase(), USE)
      .some((right) => right.length === sent.length && timingSafeEqual(Buffer.from(right), sent));
  }

  /** @returns the `Set-Cookie` for a browser in which somebody has just signed in */
  set(email: string): string {
    return `${this.name}=${this.secrets.sign(email.toLowerCase(), USE)}; ${this.attributes}`;
  }
}
