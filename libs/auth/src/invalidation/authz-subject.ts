/**
 * Whose authorization changed, in the form in which replicas tell each other: the hash of a credential, the id
 * of a user or of a team, or everything.
 */
export type AuthzSubject = `key:${string}` | `user:${string}` | `team:${string}` | 'all';

const SHAPE = /^(?:all|key:[0-9a-f]{64}|(?:user|team):[0-9a-f-]{36})$/;

/** @returns whether a message from another replica is a subject; others are ignored */
export function isAuthzSubject(text: string): text is AuthzSubject {
  return SHAPE.test(text);
}
