import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretBox } from '@app/secrets';

const USE = 'csrf';

/**
 * Tokens that only a page of ours can know: an HMAC over what the page was made for. They need no storage and are
 * the same on all replicas.
 */
@Injectable()
export class CsrfTokens {
  constructor(private readonly secrets: SecretBox) {}

  /** @param binding what the token is good for, such as `session:<id>` */
  issue(binding: string): string {
    return this.secrets.sign(binding, USE);
  }

  /** @returns whether the token was issued for the binding, by this key or one that was before it */
  isValid(binding: string, token: unknown): boolean {
    if (typeof token !== 'string') return false;
    return this.secrets.signatures(binding, USE).some((right) => isEqual(right, token));
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
