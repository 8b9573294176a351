import { parseUrl } from '@app/net';
import { bearerChallenge, refusal } from '../facts/endpoint.facts';
import { judge, ok, problem, skipped, warning } from '../outcome';
import { words } from '../support/json';
import { quote } from '../support/quote';
import type { Check } from './check';

const SENDS = 'POST initialize (2025-11-25), no credential';
const NO_CHALLENGE = skipped('There is no Bearer challenge (see challenge-single).');

const single: Check = {
  id: 'challenge-single',
  topic: 'challenge',
  title: 'the 401 has one WWW-Authenticate header with one Bearer challenge',
  sends: SENDS,
  async run(session) {
    const { reply, challenges } = await refusal(session);
    const lines = reply.headerLines('www-authenticate');
    const example = `WWW-Authenticate: Bearer resource_metadata="${session.target.wellKnown('oauth-protected-resource')}", scope="…"`;
    if (!challenges.some(({ scheme }) => scheme === 'bearer')) {
      return problem(
        `The 401 has ${lines.length === 0 ? 'no WWW-Authenticate header' : `no Bearer challenge, but ${quote(lines.join(', '))}`}. Claude, ChatGPT and VS Code read from it where to sign in and stop here.`,
        `Answer 401 with ${example}; if the server sends it, let the proxy in front pass it.`,
      );
    }
    if (lines.length === 1 && challenges.length === 1) return ok('One challenge.');
    return problem(
      `The 401 has ${lines.length} WWW-Authenticate header(s) with ${challenges.length} challenges (${challenges.map(({ scheme }) => scheme).join(', ')}). Hosts read the first one only; with another scheme in front they find no place to sign in, or open a password box.`,
      `Send one header with one challenge: ${example}.`,
    );
  },
};

const metadataUrl: Check = {
  id: 'challenge-metadata-url',
  topic: 'challenge',
  title: 'the challenge names the resource metadata by an absolute URL',
  sends: SENDS,
  async run(session) {
    const challenge = await bearerChallenge(session);
    if (!challenge) return NO_CHALLENGE;
    const url = challenge.params.get('resource_metadata');
    const mend = `Add resource_metadata="${session.target.wellKnown('oauth-protected-resource')}" to the challenge.`;
    if (url === undefined) {
      return problem(
        'The challenge names no resource_metadata (RFC 9728, 5.1). Hosts fall back to guessing well-known paths, and VS Code and Codex may take the wrong one.',
        mend,
      );
    }
    if (!/^https?:\/\//i.test(url) || !parseUrl(url)) {
      return problem(
        `resource_metadata is ${quote(url)}, not an absolute URL. Hosts cannot fetch it and stop here.`,
        mend,
      );
    }
    if (new URL(url).origin !== session.target.origin) {
      return problem(
        `resource_metadata is at ${new URL(url).origin}, not at ${session.target.origin} where the host is. Hosts refuse metadata of another origin; behind a proxy this often is an inner address that they cannot reach at all.`,
        `${mend} Take scheme, name and port from the public URL of the server, not from the request.`,
      );
    }
    return ok(url);
  },
};

const scope: Check = {
  id: 'challenge-scope',
  topic: 'challenge',
  title: 'the challenge names the scopes to ask for',
  sends: SENDS,
  async run(session) {
    const challenge = await bearerChallenge(session);
    if (!challenge) return NO_CHALLENGE;
    const scopes = words(challenge.params.get('scope'));
    return judge(
      [
        scopes.length === 0 &&
          warning(
            'The challenge names no scope. Hosts then ask for everything in scopes_supported, or for nothing and meet a 403 later, which Claude Code shows as an expired token.',
            'Add scope="…" with all scopes that ordinary use needs to the 401.',
          ),
        scopes.includes('offline_access') &&
          warning(
            'The challenge asks for offline_access, which belongs to the authorization server, not to the resource. Hosts that ask for the challenged scopes alone may be refused.',
            'Take offline_access out of the challenge; list it in the metadata of the authorization server.',
          ),
      ],
      scopes.join(' '),
    );
  },
};

const noError: Check = {
  id: 'challenge-no-error',
  topic: 'challenge',
  title: 'a request without a credential gets no error code',
  sends: SENDS,
  async run(session) {
    const challenge = await bearerChallenge(session);
    if (!challenge) return NO_CHALLENGE;
    const error = challenge.params.get('error');
    if (error === undefined) return ok('No error code (RFC 6750, 3.1).');
    return warning(
      `The first 401 says error=${quote(error)} although no credential was sent (RFC 6750, 3.1). Hosts take that for a token gone bad: some throw away good ones, some tell people that their session expired.`,
      'Send error only if the request brought a token.',
    );
  },
};

export const challengeHeaderChecks: readonly Check[] = [single, metadataUrl, scope, noError];
