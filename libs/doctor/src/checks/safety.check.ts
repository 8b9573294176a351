import { isOpen, post, refusal } from '../facts/endpoint.facts';
import { pathDocument } from '../facts/resource-metadata.facts';
import { oauthDocument } from '../facts/server-metadata.facts';
import type { Reply } from '../http/reply';
import { initializeMessage } from '../mcp/messages';
import { NotTried, ok, problem, skipped } from '../outcome';
import { parseChallenges } from '../support/challenges';
import type { Session } from '../session';
import { unknownToken } from './challenge-status.check';
import type { Check } from './check';

const EVIL = 'duvo-doctor-spoofed.example';

/** An error page of a shared front that says which name it does not know harms nobody. */
const repeats = (reply: Reply): boolean =>
  reply.headerText.includes(EVIL) || (reply.isSuccess && reply.body.includes(EVIL));

/** @returns the places that repeat a name which only the request brought */
async function reflecting(session: Session, headers: Readonly<Record<string, string>>): Promise<string[]> {
  const urls = [(await pathDocument(session)).url];
  const issuer = await oauthDocument(session).catch((error: unknown) => {
    if (error instanceof NotTried) return undefined;
    throw error;
  });
  // Another origin is another server, e.g. an identity provider that this one does not answer for.
  if (issuer && new URL(issuer.url).origin === session.target.origin) urls.push(issuer.url);
  const found: string[] = [];
  const refused = await post(session, initializeMessage(), headers);
  if (repeats(refused)) found.push('the challenge');
  for (const url of urls) {
    const reply = await session.http.send({ url, headers });
    if (repeats(reply)) found.push(url);
  }
  return found;
}

/** @returns a check that the server knows its own name */
const spoofed = (id: string, header: string, values: Readonly<Record<string, string>>): Check => ({
  id,
  topic: 'safety',
  title: `a made-up ${header} shows up nowhere`,
  sends: `initialize and the well-known documents with ${header}: ${EVIL}`,
  async run(session) {
    const found = await reflecting(session, values);
    if (found.length === 0) return ok('It is ignored or refused.');
    return problem(
      `${found.join(' and ')} repeat ${EVIL} from the request. Where a cache or a balancer passes it on, people are sent to somebody else to sign in.`,
      'Build every URL from the configured public URL of the server, never from the request.',
    );
  },
});

const queryToken: Check = {
  id: 'query-token',
  topic: 'safety',
  title: 'a token in the URL is not taken',
  sends:
    'POST initialize with ?access_token=… (a made-up one; the real one only if it does not leave this machine)',
  async run(session) {
    if (await isOpen(session)) return skipped('The server answers without a credential.');
    const { reply: without } = await refusal(session);
    const { token } = session.settings;
    const real = session.target.reach === 'loopback' ? token : undefined;
    const url = new URL(session.target.endpoint);
    url.searchParams.set('access_token', real ?? unknownToken(session));
    const reply = await post(session, initializeMessage(), {}, url.href);
    const errorOf = (value: string | undefined): string | undefined =>
      parseChallenges(value ?? '')
        .find(({ scheme }) => scheme === 'bearer')
        ?.params.get('error');
    const before = errorOf(without.header('www-authenticate'));
    const after = errorOf(reply.header('www-authenticate'));
    if (reply.status === 401 && (before === after || after !== 'invalid_token'))
      return ok('401, as without a credential.');
    return problem(
      `A token in the query is looked at (${reply.status}${after ? `, ${after}` : ''}). URLs end in logs, histories and Referer headers; MCP forbids it.`,
      'Take tokens from the Authorization header alone.',
    );
  },
};

export const safetyChecks: readonly Check[] = [
  spoofed('spoofed-host', 'Host', { host: EVIL }),
  spoofed('spoofed-forwarded', 'X-Forwarded-Host', {
    'x-forwarded-host': EVIL,
    forwarded: `host=${EVIL};proto=https`,
  }),
  queryToken,
];
