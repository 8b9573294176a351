import { registrationOf } from '../facts/registration.facts';
import type { Registration } from '../facts/registration.facts';
import { OAUTH_HOSTS } from '../hosts/hosts';
import { NotTried, judge, problem, skipped, warning } from '../outcome';
import type { Fault } from '../outcome';
import { asText, asTexts } from '../support/json';
import { few } from '../support/quote';
import type { Session } from '../session';
import type { Check } from './check';

/** @returns what is wrong with the answer to one registration */
function faultsOf({ sent, reply, client }: Registration): (Fault | false)[] {
  const empty = Object.keys(client ?? {}).filter((name) => client?.[name] === null);
  const method = asText(client?.token_endpoint_auth_method);
  const secret = asText(client?.client_secret) !== undefined;
  const askedNone = sent.token_endpoint_auth_method === 'none';
  return [
    reply.mediaType !== 'application/json' &&
      problem(
        `The answer is sent as ${reply.mediaType || 'no content type'}. Hosts that look at the type stop here.`,
        'Send it as application/json.',
      ),
    empty.length > 0 &&
      problem(
        `The answer has ${few(empty)} with null. Hosts that validate it (all on the MCP SDKs) refuse the whole registration.`,
        'Leave out what has no value.',
      ),
    askedNone &&
      method !== undefined &&
      method !== 'none' &&
      problem(
        `A client that asked for none was given ${method}. Hosts that keep no secret then send none, and the token endpoint refuses them.`,
        'Register token_endpoint_auth_method none as asked, without a client_secret.',
      ),
    secret &&
      client?.client_secret_expires_at === undefined &&
      problem(
        'There is a client_secret, but no client_secret_expires_at, which RFC 7591 3.2.1 requires. Hosts that validate the answer refuse it.',
        'Send client_secret_expires_at; 0 means never.',
      ),
    !(asTexts(client?.grant_types) ?? ['refresh_token']).includes('refresh_token') &&
      warning(
        'refresh_token was asked for and is not among the grant_types of the answer. People sign in again whenever the access token ends.',
        'Grant refresh_token to clients that ask for it.',
      ),
    reply.status !== 201 &&
      warning(`The status is ${reply.status}; RFC 7591 says 201. Strict clients refuse it.`, 'Answer 201.'),
    asText(client?.registration_client_uri) === undefined &&
      warning(
        'There is no registration_client_uri. The connectors of Claude have been seen to stop without a word where it was missing.',
        'Send registration_client_uri and registration_access_token (RFC 7592).',
        ['claude'],
      ),
    !reply.forbidsCaching &&
      warning(
        'The answer may hold a secret and has no Cache-Control: no-store.',
        'Send Cache-Control: no-store.',
      ),
  ];
}

/** @returns the registrations that were accepted; hosts that were refused have a check of their own */
async function accepted(session: Session): Promise<Registration[]> {
  const made: Registration[] = [];
  for (const host of OAUTH_HOSTS) {
    if (!session.isExamined(`dcr-${host.id}`)) continue;
    const registration = await registrationOf(session, host);
    if (registration.client) made.push(registration);
  }
  if (made.length === 0) throw new NotTried(skipped('No registration was accepted.'));
  return made;
}

export const registrationReplyChecks: readonly Check[] = [
  {
    id: 'dcr-reply',
    topic: 'registration',
    title: 'hosts can read the answer to their registration',
    sends: 'nothing besides the registrations',
    async run(session) {
      const faults = (await accepted(session)).flatMap(faultsOf).filter((fault) => fault !== false);
      // The same fault shows in every answer; say it once.
      const distinct = [...new Map(faults.map((fault) => [fault.says, fault])).values()];
      return judge(distinct, 'Complete, and as asked.');
    },
  },
];
