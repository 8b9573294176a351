import { authorize, told, usualParams } from '../facts/authorization.facts';
import type { Arrival, AuthorizationParams } from '../facts/authorization.facts';
import { ok, problem, skipped, warning } from '../outcome';
import type { Outcome } from '../outcome';
import { quote } from '../support/quote';
import { anyHost, paramsOf } from './authorize.check';
import type { Check } from './check';

const FOREIGN = 'https://duvo-doctor.example/steal';

const refused = (arrival: Arrival): boolean =>
  arrival.at === 'refusal' || (arrival.at === 'callback' && arrival.params.has('error'));

/** @returns a check that PKCE cannot be left out */
const pkce = (id: string, title: string, change: AuthorizationParams, danger: string): Check => ({
  id,
  topic: 'safety',
  title,
  sends: `GET of the authorization endpoint with ${Object.entries(change)
    .map(([name, value]) => (value === undefined ? `no ${name}` : `${name}=${value}`))
    .join(', ')}`,
  async run(session) {
    const params = await paramsOf(session, await anyHost(session));
    const arrival = await authorize(session, { ...params, ...change });
    if (refused(arrival)) return ok(`Refused: ${told(arrival)}.`);
    return problem(
      `${danger} The request went on to ${told(arrival)}.`,
      'Refuse it with invalid_request; OAuth 2.1 demands PKCE with S256 of every client.',
    );
  },
});

const noPkce = pkce(
  'authorize-pkce',
  'a request without PKCE is refused',
  { code_challenge: undefined, code_challenge_method: undefined },
  'Authorization without code_challenge is possible: whoever gets hold of a code can redeem it.',
);

const plainPkce = pkce(
  'authorize-pkce-plain',
  'PKCE with plain is refused',
  { code_challenge_method: 'plain' },
  'code_challenge_method=plain is accepted: the verifier stands in the URL.',
);

/** @returns whether the server sends people to a callback that nobody registered */
function judgeRedirect(arrival: Arrival, who: string): Outcome {
  const mend = 'Compare redirect_uri exactly and show an error page of your own when it is not registered.';
  const gone = arrival.at === 'callback' || (arrival.at === 'elsewhere' && arrival.url.startsWith(FOREIGN));
  if (gone) {
    return problem(
      `The server sends people to ${FOREIGN} for ${who}: an open redirector that carries its name, and in the end codes.`,
      mend,
    );
  }
  if (arrival.at === 'refusal') {
    return arrival.reply.body.includes('<script>duvo')
      ? problem(
          'The error page repeats a parameter with its markup: scripts can be smuggled in.',
          'Escape what the page shows.',
        )
      : ok(`Refused with ${arrival.reply.status}, without a redirect.`);
  }
  return problem(`A request for ${who} goes on to ${told(arrival)} instead of being refused.`, mend);
}

const silent: Check = {
  id: 'authorize-silent',
  topic: 'safety',
  title: 'nobody gets a code without signing in',
  sends: 'GET of the authorization endpoint as a host does',
  async run(session) {
    const arrival = await authorize(session, await paramsOf(session, await anyHost(session)));
    if (arrival.at !== 'callback' || !arrival.params.has('code')) return ok('None was handed out.');
    return problem(
      'A code came back without a sign-in, to somebody without a single cookie: everybody who knows the URL gets a token.',
      'Let a person sign in and approve before a code is issued.',
    );
  },
};

const badRedirect: Check = {
  id: 'authorize-redirect',
  topic: 'safety',
  title: 'nobody is sent to a callback that was not registered',
  sends: `GET of the authorization endpoint with redirect_uri=${FOREIGN}`,
  async run(session) {
    const params = await paramsOf(session, await anyHost(session));
    return judgeRedirect(
      await authorize(session, { ...params, redirect_uri: FOREIGN, state: '<script>duvo</script>' }),
      'a callback that is not registered',
    );
  },
};

const unknownClient: Check = {
  id: 'authorize-client',
  topic: 'safety',
  title: 'a client that does not exist is refused',
  sends: 'GET of the authorization endpoint with a made-up client_id',
  async run(session) {
    const params = { ...usualParams(session), redirect_uri: FOREIGN, state: '<script>duvo</script>' };
    return judgeRedirect(
      await authorize(session, {
        ...params,
        client_id: `duvo-doctor-${session.settings.random().slice(0, 12)}`,
      }),
      'a client that does not exist',
    );
  },
};

const framing: Check = {
  id: 'sign-in-framing',
  topic: 'safety',
  title: 'the sign-in page cannot be framed',
  sends: 'GET of the authorization endpoint as a host does',
  async run(session) {
    const arrival = await authorize(session, await paramsOf(session, await anyHost(session)));
    if (arrival.at !== 'page') return skipped(`There was no page of this server, but ${told(arrival)}.`);
    const policy = arrival.reply.header('content-security-policy') ?? '';
    const frames = arrival.reply.header('x-frame-options');
    if (/frame-ancestors\s+'(none|self)'/i.test(policy) || /^(deny|sameorigin)$/i.test(frames ?? '')) {
      return ok(frames ? `X-Frame-Options: ${frames}.` : 'frame-ancestors.');
    }
    return warning(
      `The page may be shown inside a page of somebody else (Content-Security-Policy ${quote(policy)}), who can make people approve without knowing.`,
      "Send Content-Security-Policy: frame-ancestors 'none' and X-Frame-Options: DENY with sign-in, consent and error pages.",
    );
  },
};

export const authorizeSafetyChecks: readonly Check[] = [
  silent,
  noPkce,
  plainPkce,
  badRedirect,
  unknownClient,
  framing,
];
