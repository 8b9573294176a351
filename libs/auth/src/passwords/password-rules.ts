import { COMMON_PASSWORDS, COMMON_WORDS } from './common-passwords';

export const PASSWORD_MIN = 8;
/** Longer ones only cost time to hash. */
export const PASSWORD_MAX = 256;

/** Characters that have to be left of a password when somebody's own words are taken out. */
const OWN_REST = 4;

/** A password that must not be used. The message says why, and is for the person. */
export class WeakPasswordError extends Error {}

/**
 * Length and known bad choices decide, not kinds of characters (ASVS 5.0, 6.2.1, 6.2.4, 6.2.5, 6.2.9).
 *
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
  if (isCommon(password)) {
    throw new WeakPasswordError('This password is one of the first that others would try; take another one.');
  }
  if (isOwn(password, person)) {
    throw new WeakPasswordError(
      'This password is little more than your name, your email or ours; take another one.',
    );
  }
}

/** Whether it is a common password, or a common word with what people put around one: 2026, !, $ for s. */
function isCommon(password: string): boolean {
  const lower = password.toLowerCase();
  if (new Set(lower).size < 3 || COMMON_PASSWORDS.has(lower)) return true;
  return COMMON_WORDS.has(stemOf(lower)) || COMMON_WORDS.has(stemOf(plainLetters(withoutEnd(lower))));
}

function isOwn(password: string, { email, name }: { email: string; name: string }): boolean {
  const lower = password.toLowerCase();
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const words = [
    email.toLowerCase(),
    local,
    ...domain.split('.'),
    ...name.toLowerCase().split(/\s+/),
    'duvo',
  ];
  return words.some((word) => word.length > 3 && lower.replaceAll(word, '').length < OWN_REST);
}

const LETTERS: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
};
const plainLetters = (text: string): string => text.replace(/[@431!0$5]/g, (sign) => LETTERS[sign] ?? sign);

const withoutEnd = (text: string): string => text.replace(/[^\p{L}]+$/u, '');
const stemOf = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
