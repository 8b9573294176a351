import {
  discoverWithout,
  getWithout,
  initializeWithout,
  isOpen,
  post,
  refusal,
} from '../facts/endpoint.facts';
import { resourceMetadata } from '../facts/resource-metadata.facts';
import { initializeMessage } from '../mcp/messages';
import { ok, problem, skipped, warning } from '../outcome';
import type { Outcome } from '../outcome';
import { parseChallenges } from '../support/challenges';
import { quote } from '../support/quote';
import type { Session } from '../session';
import type { Check } from './check';

const open = (): Outcome => skipped('The server answers without a credential.');

const initialize: Check = {
  id: 'challenge-initialize',
  topic: 'challenge',
  title: 'initialize without a credential is refused with 401',
  sends: 'POST initialize (2025-11-25), no credential',
  async run(session) {
    const reply = await initializeWithout(session);
    if (reply.status === 401) return ok('401, so hosts begin to sign in.');
    if (!(await isOpen(session))) return skipped(`The answer was ${reply.status} (see reach).`);
    if ((await resourceMetadata(session)) === undefined) return open();
    return warning(
      'The server publishes where to sign in, yet answers initialize without a credential. Hosts show it as connected and begin to sign in at the first refused call, or never.',
      'Answer every request without a credential with 401, initialize and tools/list included.',
    );
  },
};

const discover: Check = {
  id: 'challenge-discover',
  topic: 'challenge',
  title: 'server/discover without a credential is refused with 401',
  sends: 'POST server/discover (2026-07-28), no credential',
  async run(session) {
    if (await isOpen(session)) return open();
    const { status } = await discoverWithout(session);
    if (status === 401) return ok('401, the same as initialize.');
    return problem(
      `Hosts of 2026-07-28 open with server/discover and get ${status} instead of 401. They take that for an answer about the protocol and never begin to sign in.`,
      'Decide about the credential before the message is looked at: 401 for every method and revision.',
    );
  },
};

const get: Check = {
  id: 'challenge-get',
  topic: 'challenge',
  title: 'GET without a credential is refused with 401',
  sends: 'GET as for an event stream, no credential',
  async run(session) {
    if (await isOpen(session)) return open();
    const { status } = await getWithout(session);
    if (status === 401) return ok('401.');
    const mend = 'Answer GET without a credential with 401 as well.';
    if (status === 405) {
      return warning(
        'GET gives 405 before the credential is looked at. Hosts that try GET first see no challenge.',
        mend,
      );
    }
    return problem(
      `GET gives ${status} without a credential. ${status < 300 ? 'A stream stands open to everybody.' : 'Hosts that try GET first (older ones look for SSE so) stop here.'}`,
      mend,
    );
  },
};

/** What a token that the server never gave out looks like. */
export const unknownToken = (session: Session): string => `duvo-doctor-${session.settings.random()}`;

const badToken: Check = {
  id: 'challenge-bad-token',
  topic: 'challenge',
  title: 'an unknown token is refused with 401 and invalid_token',
  sends: 'POST initialize with a made-up bearer token',
  async run(session) {
    const reply = await post(session, initializeMessage(), {
      authorization: `Bearer ${unknownToken(session)}`,
    });
    if (reply.isSuccess && (await isOpen(session))) return open();
    if (reply.status !== 401) {
      return problem(
        `A token that nobody gave out gets ${reply.status}${reply.isSuccess ? '' : ` (${quote(reply.body)})`}. Hosts refresh or sign in again on 401 alone: with an expired token every one is stuck.`,
        'Answer 401 for every token that is unknown, expired or revoked.',
      );
    }
    const bearer = parseChallenges(reply.header('www-authenticate') ?? '').find(
      ({ scheme }) => scheme === 'bearer',
    );
    if (bearer?.params.get('error') === 'invalid_token') return ok('401 with error="invalid_token".');
    return warning(
      'The 401 for an unknown token does not say error="invalid_token" (RFC 6750, 3.1). Some hosts then repeat the call with the same token.',
      'Add error="invalid_token" to the challenge when a token was sent.',
    );
  },
};

const cache: Check = {
  id: 'challenge-cache',
  topic: 'challenge',
  title: 'the refusal is not cached',
  sends: 'POST initialize (2025-11-25), no credential',
  async run(session) {
    const { reply } = await refusal(session);
    if (reply.forbidsCaching) return ok('Cache-Control: no-store.');
    return warning(
      'The 401 has no Cache-Control: no-store. A proxy may keep it and hand it to somebody who has signed in.',
      'Send Cache-Control: no-store with every answer of the endpoint.',
    );
  },
};

export const challengeStatusChecks: readonly Check[] = [initialize, discover, get, badToken, cache];
