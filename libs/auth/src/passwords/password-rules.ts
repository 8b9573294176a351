import { COMMON_PASSWORDS } from './common-passwords';

export const PASSWORD_MIN = 8;
/** Longer ones only cost time to hash. */
export const PASSWORD_MAX = 256;

/** A password that must not be used. */
export class WeakPasswordError extends Error {}

/**
 * Length and known bad choices decide, not kinds of characters; see ASVS 5.0, V6.2.
 * @param person whose names must not be the password
 * @throws WeakPasswordError saying what to do
 */
export function requireGoodPassword(password: string, person: { email: string; name: string }): void {
  const length = [...password].length;
  if (length < PASSWORD_MIN) {
    throw new WeakPasswordError(
      `A password has at least ${PASSWORD_MIN} characters; this one has ${length}.`,
    );
  }
  if (length > PASSWORD_MAX) {
    throw new WeakPasswordError(`A password has at most ${PASSWORD_MAX} characters; this one has ${length}.`);
  }
  if (COMMON_PASSWORDS.has(password.toLowerCase()) || new Set(password).size < 3) {
    throw new WeakPasswordError('This password is one of the first that others would try; take another one.');
  }
  const [local = ''] = person.email.toLowerCase().split('@');
  const own = [person.email.toLowerCase(), local, person.name.toLowerCase()].filter(
    (word) => word.length > 3,
  );
  const lower = password.toLowerCase();
  if (own.some((word) => lower.replace(word, '').length < 4)) {
    throw new WeakPasswordError('This password is little more than your name or email; take another one.');
  }
}
