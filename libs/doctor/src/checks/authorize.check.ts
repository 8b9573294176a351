import { authorize, told, usualParams } from '../facts/authorization.facts';
import type { Arrival, AuthorizationParams } from '../facts/authorization.facts';
import { clientOf } from '../facts/registration.facts';
import { scopesToAsk } from '../facts/resource-metadata.facts';
import { serverMetadata } from '../facts/server-metadata.facts';
import { OAUTH_HOSTS } from '../hosts/hosts';
import type { OAuthHost } from '../hosts/hosts';
import { NotTried, ok, problem, skipped, warning } from '../outcome';
import type { Outcome } from '../outcome';
import type { Session } from '../session';
import { asText } from '../support/json';
import { quote } from '../support/quote';
import type { Check } from './check';

/** @returns the parameters of a host whose registration was accepted */
export async function paramsOf(session: Session, host: OAuthHost): Promise<AuthorizationParams> {
  const client = await clientOf(session, host);
  const { redirectUri, scope, resource } = host.oauth.authorization;
  const scopes = await scopesToAsk(session);
  return {
    ...usualParams(session),
    client_id: client.client_id,
    redirect_uri: redirectUri,
    scope: scope ? scope(scopes) : scopes.join(' ') || undefined,
    ...(resource && { resource: resource(session.target.resource) }),
  };
}

/** @returns the first examined host that could register, for checks that any client, or any of some, will do for */
export async function anyHost(
  session: Session,
  hosts: readonly OAuthHost[] = OAUTH_HOSTS,
): Promise<OAuthHost> {
  let reason: unknown = new NotTried(skipped('No host that signs in is examined.'));
  for (const host of hosts) {
    if (!session.isExamined(`dcr-${host.id}`)) continue;
    try {
      await clientOf(session, host);
      return host;
    } catch (error) {
      reason = error;
    }
  }
  throw reason;
}

/** @returns whether the person gets on, and if not, what they see instead */
function arrived(arrival: Arrival, says: (what: string) => Outcome): Outcome {
  if (arrival.at === 'page') {
    return arrival.reply.isHtml
      ? ok('It leads to the sign-in page.')
      : says(arrival.reply.mediaType || 'no page');
  }
  if (arrival.at === 'elsewhere' && /^https?:/.test(arrival.url)) {
    return ok(`It leads on to ${new URL(arrival.url).origin}, where people sign in; not followed.`);
  }
  if (arrival.at === 'callback' && arrival.params.has('code')) {
    return ok('It leads straight back with a code (see authorize-silent).');
  }
  return says(
    arrival.at === 'refusal' ? `status ${arrival.reply.status}: ${quote(arrival.reply.body)}` : told(arrival),
  );
}

/** @returns what a server has to do for this host's habit */
function mendFor({ oauth }: OAuthHost): string {
  const { redirectUri, scope } = oauth.authorization;
  if (scope) return 'Take an empty scope for your default scopes.';
  return oauth.registration([]).redirect_uris.includes(redirectUri)
    ? `Show the sign-in page to a client that registered ${redirectUri} and uses it.`
    : `Let a client that registered a loopback callback use ${redirectUri}: its port is free (RFC 8252, 7.3).`;
}

const ofHost = (host: OAuthHost): Check => ({
  id: `authorize-${host.id}`,
  topic: 'authorize',
  title: `${host.name} gets to the sign-in page`,
  sends: `GET of the authorization endpoint with ${host.oauth.authorization.habit}; follows redirects at the same origin`,
  async run(session) {
    const { habit, sometimes } = host.oauth.authorization;
    return arrived(await authorize(session, await paramsOf(session, host)), (what) =>
      (sometimes ? warning : problem)(
        `${host.name} opens the browser with ${habit}, and the person sees ${what} instead of a sign-in page. ${sometimes ? 'It does so in some sign-ins only.' : 'It never gets further.'}`,
        mendFor(host),
      ),
    );
  },
});

interface Oddity extends Pick<Check, 'id' | 'title' | 'sends'> {
  readonly change: (params: AuthorizationParams) => AuthorizationParams;
  /** Who sends it so. */
  readonly who: string;
  readonly mend: string;
}

/** @returns a check of a request that is a little off, as some hosts send it */
const oddity = ({ change, who, mend, ...check }: Oddity): Check => ({
  ...check,
  topic: 'authorize',
  async run(session) {
    const params = await paramsOf(session, await anyHost(session));
    return arrived(await authorize(session, change(params)), (what) =>
      problem(`${who} The person sees ${what} instead of a sign-in page.`, mend),
    );
  },
});

const scopeOffline = oddity({
  id: 'authorize-scope-offline',
  title: 'a scope that begins with a blank is forgiven',
  sends: 'GET of the authorization endpoint with scope=+offline_access',
  change: (params) => ({ ...params, scope: ' offline_access' }),
  who: 'Claude and hosts on newer SDKs append offline_access, after a blank where there was no scope.',
  mend: 'Trim scope, drop what you do not know, and take your default scopes when nothing is left.',
});

const resourceSlash = oddity({
  id: 'authorize-resource-slash',
  title: 'a resource with a slash at its end is forgiven',
  sends: 'GET of the authorization endpoint with resource=<URL of the endpoint>/',
  change: (params) => ({ ...params, resource: `${params.resource?.replace(/\/$/, '') ?? ''}/` }),
  who: 'Claude Code, the Inspector and others add a slash to the resource when they normalise the URL.',
  mend: 'Compare resource without regard to a slash at its end and to the case of the host.',
});

/** Errors for a website may be shown to the person instead (RFC 9700, 4.11.2); those for a program are sent to it. */
const PROGRAMS = OAUTH_HOSTS.filter(({ oauth }) => oauth.authorization.redirectUri.startsWith('http:'));

const iss: Check = {
  id: 'authorize-iss',
  topic: 'authorize',
  title: 'answers to authorization requests name their issuer',
  sends: 'GET of the authorization endpoint without code_challenge',
  async run(session) {
    const { issuer, authorization_response_iss_parameter_supported: promised } =
      await serverMetadata(session);
    if (promised !== true) return skipped('The metadata does not promise it (see as-iss).');
    const host = await anyHost(session, PROGRAMS).catch(() => anyHost(session));
    const params = await paramsOf(session, host);
    const arrival = await authorize(session, {
      ...params,
      code_challenge: undefined,
      code_challenge_method: undefined,
    });
    if (arrival.at !== 'callback')
      return skipped(`The error did not come back to the client, but was ${told(arrival)}.`);
    const given = arrival.params.get('iss');
    if (given !== null && given === issuer) return ok(given);
    return problem(
      `The metadata promises iss with every answer (RFC 9207), but this error has ${given === null ? 'none' : quote(given)}. Hosts that check it drop the answer and wait forever.`,
      `Send iss=${asText(issuer)} with errors, too, or do not promise it.`,
    );
  },
};

export const authorizeChecks: readonly Check[] = [
  ...OAUTH_HOSTS.map(ofHost),
  scopeOffline,
  resourceSlash,
  iss,
];
