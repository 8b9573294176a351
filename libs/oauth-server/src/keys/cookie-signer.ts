import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs cookies for the library: the first secret signs, all of them verify. */
export class CookieSigner {
  constructor(private readonly secrets: readonly string[]) {}

  sign(data: string): string {
    return digestOf(data, this.secrets[0] ?? '');
  }

  verify(data: string, digest: string): boolean {
    return this.index(data, digest) >= 0;
  }

  /** @returns which secret made the digest, -1 for none; the library signs anew what an old one made */
  index(data: string, digest: string): number {
    const given = Buffer.from(digest);
    return this.secrets.findIndex((secret) => {
      const made = Buffer.from(digestOf(data, secret));
      return made.length === given.length && timingSafeEqual(made, given);
    });
  }
}

const digestOf = (data: string, secret: string): string =>
  createHmac('sha256', secret).update(data).digest('base64url');
