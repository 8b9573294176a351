import { authorize, told, usualParams } from '../facts/authorization.facts';
import { scopesToAsk } from '../facts/resource-metadata.facts';
import { endpointOf, serverMetadata } from '../facts/server-metadata.facts';
import type { Reply } from '../http/reply';
import { ok, problem, skipped, warning } from '../outcome';
import type { Session } from '../session';
import { asObject } from '../support/json';
import { quote } from '../support/quote';
import type { Check } from './check';

const SENDS = 'POST of a made-up code by a made-up client';
const NOBODY = 'duvo-doctor-unknown-client';

const redeemByNobody = (session: Session): Promise<Reply> =>
  session.once('redeem by nobody', async () =>
    session.http.send({
      method: 'POST',
      url: await endpointOf(session, 'token_endpoint'),
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: session.settings.random(),
        code_verifier: session.settings.random(),
        redirect_uri: 'http://127.0.0.1/callback',
        client_id: NOBODY,
        resource: session.target.resource,
      }),
    }),
  );

const unknownClient: Check = {
  id: 'token-unknown-client',
  topic: 'token',
  title: 'a client that the server forgot learns so',
  sends: SENDS,
  async run(session) {
    const reply = await redeemByNobody(session);
    const error = asObject(reply.json)?.error;
    if (reply.status === 401 && error === 'invalid_client') return ok('401 invalid_client.');
    const got =
      error === undefined ? `${reply.status} ${quote(reply.body)}` : `${reply.status} ${quote(error)}`;
    if (reply.isSuccess) {
      return problem(
        `A made-up code of a made-up client is answered with ${got}.`,
        'Refuse it with 401 invalid_client.',
      );
    }
    if (error === 'invalid_client' && reply.status === 400) {
      return warning(
        'An unknown client gets invalid_client with 400 instead of 401. The MCP SDKs read the word and register again; Claude has been seen to look at the status and to stop.',
        'Answer 401 with it.',
        ['claude', 'claude-code'],
      );
    }
    return problem(
      `An unknown client gets ${got} instead of 401 invalid_client. Hosts register again on that alone; otherwise a host whose registration is gone never connects again until a person removes it.`,
      'Answer 401 with {"error":"invalid_client"} as JSON when the client_id is not known (RFC 6749, 5.2).',
    );
  },
};

const cache: Check = {
  id: 'token-cache',
  topic: 'token',
  title: 'answers of the token endpoint are not cached',
  sends: SENDS,
  async run(session) {
    if ((await redeemByNobody(session)).forbidsCaching) return ok('Cache-Control: no-store.');
    return warning(
      'The token endpoint does not send Cache-Control: no-store (RFC 6749, 5.1). Caches in between may keep tokens.',
      'Send Cache-Control: no-store with every answer of the token endpoint.',
    );
  },
};

const revoke: Check = {
  id: 'revoke',
  topic: 'token',
  title: 'a host can give its token back',
  sends: 'POST of a made-up token to the revocation endpoint',
  async run(session) {
    const given = (await serverMetadata(session)).revocation_endpoint;
    const mend = 'Offer revocation (RFC 7009) and name revocation_endpoint.';
    if (given === undefined) {
      return warning(
        'There is no revocation_endpoint. A person who disconnects in the host leaves a token that stays good until it ends.',
        mend,
      );
    }
    const reply = await session.http.send({
      method: 'POST',
      url: await endpointOf(session, 'revocation_endpoint'),
      body: new URLSearchParams({ token: session.settings.random(), client_id: NOBODY }),
    });
    if (reply.isHtml || reply.status >= 500 || reply.status === 404 || reply.status === 405) {
      return problem(
        `The revocation endpoint gives ${reply.status}${reply.isHtml ? ' and a web page' : ''}. Nothing can be revoked there.`,
        mend,
      );
    }
    return ok(`It answers (${reply.status}).`);
  },
};

/** Who VS Code is; a document that its makers publish, so that every server can fetch it. */
const PUBLISHED = {
  id: 'https://vscode.dev/oauth/client-metadata.json',
  redirectUri: 'http://127.0.0.1:33418/',
};

const cimd: Check = {
  id: 'cimd-behaviour',
  topic: 'authorize',
  title: 'a client id metadata document is fetched where that is promised',
  sends: `GET of the authorization endpoint with client_id=${PUBLISHED.id}`,
  async run(session) {
    if ((await serverMetadata(session)).client_id_metadata_document_supported !== true) {
      return skipped('The metadata does not promise it (see as-cimd).');
    }
    const arrival = await authorize(session, {
      ...usualParams(session),
      client_id: PUBLISHED.id,
      redirect_uri: PUBLISHED.redirectUri,
      scope: (await scopesToAsk(session)).join(' ') || undefined,
    });
    if (arrival.at === 'page' || arrival.at === 'elsewhere') return ok(`It led to ${told(arrival)}.`);
    return warning(
      `The document of VS Code led to ${told(arrival)} instead of the sign-in page. Hosts that see the promise use such ids and do not register, so they stop here. The server must be able to reach ${new URL(PUBLISHED.id).origin} for this.`,
      'Let the server fetch https client ids, ignore fields and grants in them that you do not know, or take client_id_metadata_document_supported back.',
    );
  },
};

export const tokenChecks: readonly Check[] = [unknownClient, cache, revoke, cimd];
