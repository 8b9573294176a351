import { SCOPES } from '@app/auth';
import { SERVER_SCOPES } from '../provider/resource';

const KNOWN: ReadonlySet<string> = new Set(SERVER_SCOPES);

/**
 * What a client asks for at the authorization endpoint. Hosts send empty lists, plus signs for spaces, and scopes
 * of other servers; a request that names none of ours asks for all of ours, and consent shows which.
 *
 * @param scope value of the parameter, if it was sent
 */
export function normaliseScope(scope: string | undefined): string {
  const asked = new Set((scope ?? '').split(/[\s+]+/).filter((name) => KNOWN.has(name)));
  if (!SCOPES.some((name) => asked.has(name))) for (const name of SCOPES) asked.add(name);
  return [...asked].join(' ');
}
