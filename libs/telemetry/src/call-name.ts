import type { CallFacts } from './call-observer';

/** Endpoints of the authorization server, which are served before the router. */
const OAUTH: Readonly<Record<string, string>> = {
  '/oauth/authorize': 'oauth_authorize',
  '/oauth/token': 'oauth_token',
  '/oauth/par': 'oauth_par',
  '/oauth/logout': 'oauth_logout',
  '/oauth/register': 'oauth_register',
  '/oauth/revoke': 'oauth_revoke',
  '/oauth/introspect': 'oauth_introspect',
  '/oauth/jwks': 'oauth_jwks',
};

/**
 * What a call was for, as one of a fixed set of names: the operationId, the name of another route, an endpoint of the
 * authorization server.
 * @returns `undefined` for everything else
 */
export function nameOfCall({ match, request }: Pick<CallFacts, 'match' | 'request'>): string | undefined {
  if (match) return match.route.policy.id;
  const [path = ''] = request.originalUrl.split('?');
  if (Object.hasOwn(OAUTH, path)) return OAUTH[path];
  return path.startsWith('/.well-known/') ? 'well_known' : undefined;
}
