/** Why an API key or a connected app opens nothing. */
export type CredentialFault = 'revoked' | 'expired' | 'owner_disabled' | 'owner_left';

/** Of a credential, and of whom it belongs to, what decides whether it opens anything. */
export interface JudgedCredential {
  readonly revokedAt: Date | null;
  readonly expiresAt: Date | null;
  /** Since when the account of its owner is disabled. */
  readonly disabledAt: Date | null;
  /** The owner's role in the team; `null` once removed from it. */
  readonly role: unknown;
}

/** The one answer to "is it any good". @returns every reason why it is not, the strongest first */
export function credentialFaultsOf(
  { revokedAt, expiresAt, disabledAt, role }: JudgedCredential,
  now: number,
): CredentialFault[] {
  const faults: CredentialFault[] = [];
  if (revokedAt !== null) faults.push('revoked');
  if (expiresAt !== null && expiresAt.getTime() <= now) faults.push('expired');
  if (disabledAt !== null) faults.push('owner_disabled');
  if (role === null) faults.push('owner_left');
  return faults;
}
