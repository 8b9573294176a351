import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';

const KEY_ID = 'host-key';
const ALGORITHM = 'ES256';

/** The parameters by which a client shows who it is (https://www.rfc-editor.org/rfc/rfc7523#section-2.2). */
export type Proof = Readonly<Record<'client_assertion_type' | 'client_assertion', string>>;

/** A key with which a host proves who it is. */
export class ClientKey {
  private constructor(
    private readonly privateKey: CryptoKey,
    readonly publicJwk: JWK,
  ) {}

  static async make(): Promise<ClientKey> {
    const { privateKey, publicKey } = await generateKeyPair(ALGORITHM);
    const jwk = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: ALGORITHM, use: 'sig' };
    return new ClientKey(privateKey, jwk);
  }

  /** @param changes claims that differ from those of a good proof */
  async proof(clientId: string, audience: string, changes: Record<string, unknown> = {}): Promise<Proof> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: clientId,
      sub: clientId,
      aud: audience,
      jti: randomUUID(),
      iat: now,
      exp: now + 60,
      ...changes,
    };
    const signed = new SignJWT(claims).setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' });
    return {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await signed.sign(this.privateKey),
    };
  }
}
