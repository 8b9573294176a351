import { parseUrl } from '@app/net';
import type { OAuthHost } from '../hosts/hosts';
import type { RegistrationBody } from '../hosts/host';
import type { Reply } from '../http/reply';
import { NotTried, leftOut, skipped } from '../outcome';
import type { Session } from '../session';
import { asObject, asText } from '../support/json';
import type { JsonObject } from '../support/json';
import { scopesToAsk } from './resource-metadata.facts';
import { endpointOf } from './server-metadata.facts';

export interface Registration {
  readonly sent: RegistrationBody;
  readonly reply: Reply;
  /** The client as the server describes it; absent if it refused. */
  readonly client?: JsonObject & { readonly client_id: string };
}

const LEFT_OUT =
  'Left out, because a registration is real: --register makes one for each host (and removes it where the server lets it).';

/**
 * Posts a registration and keeps it for removal.
 *
 * @throws NotTried unless the caller wants registrations, or if there is nowhere to register
 */
export async function register(session: Session, body: RegistrationBody): Promise<Registration> {
  const url = await endpointOf(session, 'registration_endpoint');
  if (!session.settings.register) throw new NotTried(leftOut(LEFT_OUT));
  // Whoever runs the server can tell what these are and delete them.
  const sent = { ...body, client_name: `${asText(body.client_name) ?? 'Client'} (Duvo doctor)` };
  const reply = await session.http.send({
    method: 'POST',
    url,
    headers: { accept: 'application/json' },
    body: sent,
  });
  const client = reply.isSuccess ? asObject(reply.json) : undefined;
  const clientId = asText(client?.client_id);
  for (const name of ['client_secret', 'registration_access_token']) {
    const secret = asText(client?.[name]);
    if (secret !== undefined) session.secrets.add(secret);
  }
  const made = {
    sent,
    reply,
    ...(client && clientId !== undefined && { client: { ...client, client_id: clientId } }),
  };
  if (made.client) session.registrations.push(made.client);
  return made;
}

/** The registration of a host, made once. */
export const registrationOf = (session: Session, host: OAuthHost): Promise<Registration> =>
  session.once(`registration ${host.id}`, async () =>
    register(session, host.oauth.registration(await scopesToAsk(session))),
  );

/** @throws NotTried if the host could not register */
export async function clientOf(
  session: Session,
  host: OAuthHost,
): Promise<JsonObject & { client_id: string }> {
  const { client } = await registrationOf(session, host);
  if (!client) throw new NotTried(skipped(`${host.name} could not register (see dcr-${host.id}).`));
  return client;
}

/**
 * Deletes what was registered, where the server offers it (RFC 7592).
 *
 * @returns how many are gone
 */
export async function removeRegistrations(session: Session): Promise<number> {
  let removed = 0;
  for (const client of session.registrations) {
    const url = asText(client.registration_client_uri);
    const token = asText(client.registration_access_token);
    if (url === undefined || token === undefined || !(await isAtRegistration(session, url))) continue;
    const reply = await session.http
      .send({ method: 'DELETE', url, headers: { authorization: `Bearer ${token}` } })
      .catch(() => undefined);
    if (reply?.isSuccess) removed += 1;
  }
  return removed;
}

/** The token for a registration goes to where the registration came from, and nowhere else. */
async function isAtRegistration(session: Session, url: string): Promise<boolean> {
  const endpoint = await endpointOf(session, 'registration_endpoint');
  return parseUrl(url)?.origin === new URL(endpoint).origin;
}
