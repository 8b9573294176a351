import type { IdentityClaims } from '@app/auth';

/** What a token or the userinfo endpoint says, as it came. */
export type Claims = Readonly<Record<string, unknown>>;

/** Deepest path into a claim, such as `realm_access.roles`. */
const MAX_DEPTH = 5;

/** Entra ID in its clouds. https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
const ENTRA = /^https:\/\/login\.(microsoftonline\.com|microsoftonline\.us|partner\.microsoftonline\.cn)\//;

/**
 * @param name of a claim, which may hold dots itself (`https://example.com/groups`), or a path of names joined by dots
 * @returns its value; `undefined` if there is none
 */
export function claimAt(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  const path = name.split('.');
  if (path.length > MAX_DEPTH) return undefined;
  return path.reduce<unknown>((at, key) => {
    const isObject = typeof at === 'object' && at !== null && !Array.isArray(at);
    return isObject && Object.hasOwn(at, key) ? (at as Claims)[key] : undefined;
  }, claims);
}

/** @returns the texts of a claim that is one text or a list; whatever else stands in it is no value */
export function valuesOf(claim: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  return items.filter((item): item is string => typeof item === 'string' && item !== '');
}

/** @returns the words of a claim like `scope`: one text with spaces, or a list */
export function wordsOf(claim: unknown): string[] {
  return valuesOf(claim).flatMap((text) => text.split(' ').filter((word) => word !== ''));
}

/**
 * @param jitClaim name or path of the claim whose values say into which teams somebody comes
 * @returns the person; nobody if issuer or subject is missing
 */
export function toIdentityClaims(claims: Claims, jitClaim: string): IdentityClaims | undefined {
  const { iss: issuer, sub: subject } = claims;
  if (typeof issuer !== 'string' || typeof subject !== 'string' || subject === '') return undefined;
  return {
    issuer,
    subject,
    email: textOf(claims.email),
    emailVerified: isEmailVerified(claims, issuer),
    name: textOf(claims.name),
    values: valuesOf(claimAt(claims, jitClaim)),
  };
}

/**
 * Some providers send the boolean as a text. Entra ID sends none at all; there `xms_edov` says whether the owner
 * of the domain has been verified, which nobody else's tokens may claim to.
 */
function isEmailVerified(claims: Claims, issuer: string): boolean {
  const { email_verified: verified, xms_edov: domainOwnerVerified } = claims;
  if (verified === true || verified === 'true') return true;
  if (verified === false || verified === 'false' || !ENTRA.test(issuer)) return false;
  return [true, 1, '1', 'true'].includes(domainOwnerVerified as string);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
