import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigError } from '@app/config';

const NO_KEY =
  'ENCRYPTION_KEY is not set, and the database keeps secrets that must be encrypted; make a key with "openssl rand -base64 32" and give the same to every process.';
const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A secret cannot be read: no key at hand made it, or it was changed. */
export class UnreadableSecretError extends Error {
  constructor(detail: string) {
    super(`${detail}. Start with the ENCRYPTION_KEY that the secret was written with, after the new one.`);
  }
}

/**
 * Encrypts what the database must keep but nobody may read in a dump of it: AES-256-GCM, as text
 * `v1.<key id>.<nonce, ciphertext and tag in base64url>`.
 *
 * - The purpose is authenticated: a ciphertext put into another place does not open there.
 * - The first key encrypts; every key decrypts, so that a new one can be put before the old one.
 */
export class SecretBox {
  private readonly keys: readonly { id: string; key: Buffer }[];

  /** @param keys of 32 bytes each; without any, every use throws a ConfigError that says how to make one */
  constructor(keys: readonly Buffer[]) {
    this.keys = keys.map((key) => ({ id: createHash('sha256').update(key).digest('hex').slice(0, 8), key }));
  }

  /** @param purpose what the secret is and whose, such as `oauth_artifacts:Session:<hash>` */
  seal(text: string, purpose: string): string {
    const { id, key } = this.first();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${id}.${sealed.toString('base64url')}`;
  }

  /**
   * @param purpose the same as when it was sealed
   * @throws UnreadableSecretError
   */
  open(sealed: string, purpose: string): string {
    const [version, id, data = ''] = sealed.split('.');
    const key = this.keys.find((known) => known.id === id)?.key;
    if (version !== VERSION || !key) {
      throw new UnreadableSecretError(
        'A secret in the database was encrypted with a key that is not at hand',
      );
    }
    const bytes = Buffer.from(data, 'base64url');
    const tag = bytes.subarray(-TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    try {
      decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag);
      const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      throw new UnreadableSecretError('A secret in the database was changed or belongs elsewhere');
    }
  }

  /** @returns whether the first key made it; others should be sealed anew when they are written */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(this.currentPrefix);
  }

  /** With what everything begins that the first key made. */
  get currentPrefix(): string {
    return `${VERSION}.${this.first().id}.`;
  }

  /**
   * A key that is derived from the encryption keys for one use, newest first: for signatures that live shorter
   * than keys do, such as CSRF tokens.
   */
  derived(use: string): Buffer[] {
    return this.keys.map(({ key }) => Buffer.from(hkdfSync('sha256', key, '', use, 32)));
  }

  /** HMAC-SHA-256 under a derived key of the first encryption key, base64url. */
  sign(text: string, use: string): string {
    this.first();
    return this.signatures(text, use)[0] as string;
  }

  /** What `sign` gave or would have given with each key, so that a signature outlives a rotation. */
  signatures(text: string, use: string): string[] {
    return this.derived(use).map((key) => createHmac('sha256', key).update(text).digest('base64url'));
  }

  private first(): { id: string; key: Buffer } {
    const [first] = this.keys;
    if (!first) throw new ConfigError([NO_KEY]);
    return first;
  }
}
