import type { IdentityClaims } from './identity-claims';

/** Bounds of the provider's values, so that a row of ours never fails for what somebody calls themselves. */
const MAX_EMAIL = 320;
const MAX_NAME = 200;
const MAX_SUBJECT = 1000;

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const EMAIL = /^[^\s@]+@([^\s@]+)$/;

/**
 * @returns whether a subject can be kept. OpenID Connect allows 255 ASCII characters
 *   (https://openid.net/specs/openid-connect-core-1_0.html#IDToken); some providers send more, none sends control characters
 */
export function isSubject(subject: string): boolean {
  return subject !== '' && subject.length <= MAX_SUBJECT && !CONTROL.test(subject) && isWellFormed(subject);
}

/** @returns the address that the provider vouches for, or nothing */
export function verifiedEmail({ email, emailVerified }: IdentityClaims): string | undefined {
  if (emailVerified !== true || email === undefined || email.length > MAX_EMAIL) return undefined;
  return EMAIL.test(email) && !CONTROL.test(email) && isWellFormed(email) ? email : undefined;
}

/** @param domains in lower case */
export function isOfDomain(email: string, domains: readonly string[]): boolean {
  return domains.includes((EMAIL.exec(email)?.[1] ?? '').toLowerCase());
}

/** @returns what the person is called here: the name at the provider, else the part of the address before the @ */
export function displayName({ name = '' }: IdentityClaims, email: string): string {
  const clean = (isWellFormed(name) ? name : '').replace(new RegExp(CONTROL, 'g'), ' ').trim();
  const cut = [...clean].slice(0, MAX_NAME).join('');
  return cut === '' ? email.slice(0, email.indexOf('@')) : cut;
}

/** PostgreSQL cannot store lone surrogates. */
const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
