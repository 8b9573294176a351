import { BodyRefused } from './read-body';

/** Registrations hold lists of texts; a key set in one is a little deeper. */
const MAX_DEPTH = 8;

/**
 * @throws BodyRefused for what is no JSON object, is nested without an end, or has a key that would change what
 * other objects are
 */
export function checkJsonObject(body: Buffer): void {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new BodyRefused(400, 'The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BodyRefused(400, 'The body must be a JSON object.');
  }
  check(value, MAX_DEPTH);
}

function check(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth === 0) throw new BodyRefused(400, `The body is nested more than ${MAX_DEPTH} levels deep.`);
  if (Object.hasOwn(value, '__proto__')) throw new BodyRefused(400, 'The body has the key __proto__.');
  for (const part of Object.values(value)) check(part, depth - 1);
}
