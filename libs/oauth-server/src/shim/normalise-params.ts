import { normaliseResource } from './normalise-resource';
import { normaliseScope } from './normalise-scope';

/** Parameters as the library will see them, duplicates kept: refusing those is its business. */
export type Params = URLSearchParams;

/** Rules for the authorization endpoint and for pushed authorization requests. */
export function normaliseAuthorization(params: Params, resource: string): void {
  dropNul(params);
  normaliseResources(params, resource);
  if (params.has('request_uri')) return;
  const scopes = params.getAll('scope');
  if (scopes.length < 2) params.set('scope', normaliseScope(scopes[0]));
  if ((params.get('scope') ?? '').split(' ').includes('openid')) return;
  // Both mean something in OpenID Connect alone; the library refuses what hosts send out of habit.
  params.delete('nonce');
  params.delete('max_age');
}

/** Rules for the token endpoint. What is asked for here is judged against the grant, so nothing is added. */
export function normaliseToken(params: Params, resource: string): void {
  normaliseResources(params, resource);
  const scopes = params.getAll('scope');
  if (scopes.length !== 1) return;
  const scope = (scopes[0] ?? '').trim().replace(/\s+/g, ' ');
  if (scope === '') params.delete('scope');
  else params.set('scope', scope);
}

function normaliseResources(params: Params, resource: string): void {
  const given = params.getAll('resource').filter((value) => value !== '');
  params.delete('resource');
  for (const value of new Set(given.map((one) => normaliseResource(one, resource)))) {
    params.append('resource', value);
  }
}

/** PostgreSQL stores no NUL; nothing that is asked for can mean one. */
function dropNul(params: Params): void {
  const all = [...params];
  if (!all.some(([, value]) => value.includes('\0'))) return;
  for (const [name] of all) params.delete(name);
  for (const [name, value] of all) params.append(name, value.replaceAll('\0', ''));
}
