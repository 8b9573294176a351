import { createHash } from 'node:crypto';

/**
 * Id of the credential that an OAuth client holds for a person in a team. The same for all its tokens, so that
 * refreshing gives no new quota and repeats of a request are recognised. In the form of a UUID
 * (https://www.rfc-editor.org/rfc/rfc9562#section-5.8).
 */
export function clientCredentialId(holder: {
  readonly userId: string;
  readonly clientId: string;
  readonly teamId: string;
}): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([holder.userId, holder.clientId, holder.teamId]))
    .digest();
  digest[6] = (digest.readUInt8(6) & 0x0f) | 0x80;
  digest[8] = (digest.readUInt8(8) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
