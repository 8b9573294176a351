import { createHash } from 'node:crypto';
import { parseUrl } from '@app/net';
import type { Reply } from '../http/reply';
import type { Session } from '../session';
import { endpointOf } from './server-metadata.facts';

/** Where a request for authorization led. */
export type Arrival =
  /** An HTML page: the sign-in page, as far as one can tell. */
  | { readonly at: 'page'; readonly reply: Reply }
  /** A page of another origin, e.g. of the identity provider; not followed. */
  | { readonly at: 'elsewhere'; readonly url: string }
  /** Back at the client, with a code or an error. */
  | { readonly at: 'callback'; readonly params: URLSearchParams }
  | { readonly at: 'refusal'; readonly reply: Reply }
  | { readonly at: 'loop'; readonly url: string };

const MOST_REDIRECTS = 10;

/** Parameters as they go into the query; undefined leaves one out. */
export type AuthorizationParams = Readonly<Record<string, string | undefined>>;

/** @returns the parameters every host sends; the sign-in is never completed, so the verifier is thrown away */
export function usualParams(session: Session): AuthorizationParams {
  return {
    response_type: 'code',
    code_challenge: createHash('sha256').update(session.settings.random()).digest('base64url'),
    code_challenge_method: 'S256',
    state: session.settings.random(),
    resource: session.target.resource,
  };
}

/** Asks for authorization as a browser would and follows the way to the sign-in page; never signs in. */
export async function authorize(session: Session, params: AuthorizationParams): Promise<Arrival> {
  const url = new URL(await endpointOf(session, 'authorization_endpoint'));
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return walk(session, url.href, params.redirect_uri ?? '');
}

async function walk(session: Session, start: string, callback: string): Promise<Arrival> {
  const { origin } = new URL(start);
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await session.http.send({
      url,
      headers: { accept: 'text/html,application/xhtml+xml', ...(cookie && { cookie }) },
    });
    for (const line of reply.headerLines('set-cookie')) {
      const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined) cookies.set(name, value ?? '');
    }
    if (!reply.isRedirect) return reply.isSuccess ? { at: 'page', reply } : { at: 'refusal', reply };
    const next = reply.location!;
    if (callback !== '' && next.startsWith(callback)) {
      return { at: 'callback', params: paramsOf(next) };
    }
    if (parseUrl(next)?.origin !== origin) return { at: 'elsewhere', url: next };
    url = next;
  }
  return { at: 'loop', url };
}

/** Answers stand in the query, or, of servers that allow it, in the fragment. */
function paramsOf(url: string): URLSearchParams {
  const { search, hash } = new URL(url);
  return new URLSearchParams(search === '' ? hash.replace(/^#/, '') : search);
}

/** @returns an arrival in words */
export function told(arrival: Arrival): string {
  if (arrival.at === 'page') return 'a page';
  if (arrival.at === 'elsewhere') return `a redirect to ${arrival.url.split('?')[0]}`;
  if (arrival.at === 'loop') return `more than ${MOST_REDIRECTS} redirects`;
  if (arrival.at === 'refusal') return `status ${arrival.reply.status}`;
  const { params } = arrival;
  const error = params.get('error');
  return error === null
    ? 'a redirect to the callback with a code'
    : `error ${error} at the callback (${params.get('error_description') ?? 'no reason given'})`;
}
