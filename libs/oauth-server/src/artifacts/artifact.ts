import { createHash } from 'node:crypto';
import type { SecretBox } from '@app/secrets';

/** What the library wants kept, in its own names. */
export type ArtifactPayload = Record<string, unknown>;

/** An artifact as the table has it, without the columns that the database fills. */
export interface ArtifactRow {
  readonly model: string;
  readonly idHash: string;
  readonly grantHash: string | null;
  readonly uidHash: string | null;
  readonly userCodeHash: string | null;
  readonly accountId: string | null;
  readonly clientId: string | null;
  readonly payload: ArtifactPayload;
  readonly sealed: string | null;
}

/** Their ids are the credentials, so a payload without the id holds nothing that could be used. */
const TOKENS: ReadonlySet<string> = new Set([
  'AccessToken',
  'RefreshToken',
  'AuthorizationCode',
  'RegistrationAccessToken',
  'InitialAccessToken',
  'ReplayDetection',
]);

/** @returns hex SHA-256; ids are random, so that a plain hash cannot be turned round */
export function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex');
}

/**
 * Takes apart what must not lie open.
 *
 * - Tokens and codes: without the id.
 * - Clients: without the secret, which is encrypted because the library compares it.
 * - Everything else needs its raw ids again, so all of it is encrypted.
 */
export function toRow(model: string, id: string, payload: ArtifactPayload, box: SecretBox): ArtifactRow {
  const idHash = hashOf(id);
  const [open, secret] = split(model, payload);
  return {
    model,
    idHash,
    grantHash: hashed(payload.grantId),
    uidHash: hashed(payload.uid),
    userCodeHash: hashed(payload.userCode),
    accountId: textOf(payload.accountId),
    clientId: textOf(payload.clientId) ?? textOf(payload.client_id),
    payload: open,
    sealed: secret && box.seal(JSON.stringify(secret), purposeOf(model, idHash)),
  };
}

/** @returns the payload as it was given; `id` only where the caller knows it */
export function toPayload(
  row: Pick<ArtifactRow, 'model' | 'idHash' | 'payload' | 'sealed'>,
  id: string | undefined,
  box: SecretBox,
): ArtifactPayload {
  const secret =
    row.sealed === null
      ? {}
      : (JSON.parse(box.open(row.sealed, purposeOf(row.model, row.idHash))) as ArtifactPayload);
  return { ...row.payload, ...secret, ...(TOKENS.has(row.model) && { jti: id }) };
}

function split(model: string, payload: ArtifactPayload): [ArtifactPayload, ArtifactPayload | null] {
  if (TOKENS.has(model)) {
    const { jti, ...rest } = payload;
    void jti;
    return [rest, null];
  }
  if (model !== 'Client') return [{}, payload];
  const { client_secret: secret, ...rest } = payload;
  return [rest, secret === undefined ? null : { client_secret: secret }];
}

const purposeOf = (model: string, idHash: string): string => `oauth_artifacts:${model}:${idHash}`;
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const hashed = (value: unknown): string | null => (typeof value === 'string' ? hashOf(value) : null);
