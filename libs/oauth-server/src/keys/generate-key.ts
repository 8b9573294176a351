import { generateKeyPair, randomBytes } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';

const generate = promisify(generateKeyPair);
const COOKIE_SECRET_BYTES = 32;

/** Signatures of ID tokens: ES256, and RS256 because every client has to know that one. */
export const TOKEN_ALGORITHMS = ['ES256', 'RS256'] as const;
export type TokenAlgorithm = (typeof TOKEN_ALGORITHMS)[number];

/** @returns a private JWK with `kid` (https://www.rfc-editor.org/rfc/rfc7638), `alg` and `use` */
export async function generateTokenKey(alg: TokenAlgorithm): Promise<JWK> {
  const { privateKey } = await pairFor(alg);
  const jwk = privateKey.export({ format: 'jwk' }) as JsonWebKey & JWK;
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg, use: 'sig' };
}

function pairFor(alg: TokenAlgorithm): Promise<{ privateKey: KeyObject }> {
  return alg === 'ES256'
    ? generate('ec', { namedCurve: 'P-256' })
    : generate('rsa', { modulusLength: 2048, publicExponent: 0x10001 });
}

export function generateCookieSecret(): string {
  return randomBytes(COOKIE_SECRET_BYTES).toString('base64url');
}
