import { registrationOf, register } from '../facts/registration.facts';
import { OAUTH_HOSTS } from '../hosts/hosts';
import type { OAuthHost } from '../hosts/hosts';
import { ok, problem } from '../outcome';
import { asObject, asText, asTexts } from '../support/json';
import { few, quote } from '../support/quote';
import type { Check } from './check';

const ofHost = (host: OAuthHost): Check => ({
  id: `dcr-${host.id}`,
  topic: 'registration',
  title: `${host.name} can register`,
  sends: `POST of the registration as ${host.name} sends it`,
  async run(session) {
    const { sent, reply, client } = await registrationOf(session, host);
    const uris = few(sent.redirect_uris, 6);
    if (!reply.isSuccess) {
      const { error, error_description: description } = asObject(reply.json) ?? {};
      const reason = asText(error)
        ? `${asText(error)}: ${asText(description) ?? 'no reason given'}`
        : reply.body;
      return problem(
        `${host.name} is refused with ${reply.status} (${quote(reason)}) and stops here. It registers ${uris} as ${asText(sent.application_type) ?? 'no'} application_type with ${asText(sent.token_endpoint_auth_method)}.`,
        'Accept the whole list: https callbacks, loopback http at any port, private schemes; ignore grants and scopes that you do not know instead of refusing them.',
      );
    }
    if (!client) {
      return problem(
        `${host.name} is answered with ${reply.status} without a client_id: ${quote(reply.body)}. It stops here.`,
        'Answer 201 with the registered client as JSON (RFC 7591, 3.2.1).',
      );
    }
    const kept = asTexts(client.redirect_uris) ?? [];
    const lost = sent.redirect_uris.filter((uri) => !kept.includes(uri));
    if (lost.length > 0) {
      return problem(
        `The answer leaves out ${few(lost, 6)} of the callbacks that ${host.name} registered. It checks the list, or is refused when it uses that one.`,
        'Register and echo redirect_uris exactly as sent.',
      );
    }
    return ok(`Registered with ${uris}.`);
  },
});

const unsafe: Check = {
  id: 'dcr-unsafe',
  topic: 'safety',
  title: 'dangerous callbacks are refused',
  sends: 'POST registrations with javascript: and with http at a foreign host',
  async run(session) {
    for (const uri of ['javascript:alert(1)', 'http://duvo-doctor.example/callback']) {
      const { client } = await register(session, {
        client_name: 'Unsafe',
        redirect_uris: [uri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      });
      if (!client) continue;
      return problem(
        `A client with the callback ${uri} was registered. ${uri.startsWith('javascript') ? 'Its consent page can be made to run a script.' : 'Its codes would cross the network in the clear.'}`,
        'Take https, loopback http and private-use schemes; refuse javascript:, data: and the like, and http elsewhere.',
      );
    }
    return ok('They are refused.');
  },
};

export const registrationChecks: readonly Check[] = [...OAUTH_HOSTS.map(ofHost), unsafe];
