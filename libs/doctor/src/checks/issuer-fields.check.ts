import { parseUrl } from '@app/net';
import { scopesToAsk } from '../facts/resource-metadata.facts';
import { issuerOf, serverMetadata } from '../facts/server-metadata.facts';
import { judge, ok, problem, warning } from '../outcome';
import type { Outcome } from '../outcome';
import type { Session } from '../session';
import { asText, asTexts } from '../support/json';
import type { JsonObject } from '../support/json';
import { few, quote } from '../support/quote';
import type { Check } from './check';

/** @returns a check that reads the metadata and nothing else */
const field = (
  id: string,
  title: string,
  read: (metadata: JsonObject, session: Session) => Outcome | Promise<Outcome>,
): Check => ({
  id,
  topic: 'issuer',
  title,
  sends: 'GET the metadata of the authorization server',
  run: async (session) => read(await serverMetadata(session), session),
});

const s256 = field('as-s256', 'PKCE with S256 is offered', (metadata) => {
  const methods = asTexts(metadata.code_challenge_methods_supported);
  if (!methods?.includes('S256')) {
    return problem(
      `code_challenge_methods_supported ${methods ? `is ${quote(few(methods))}` : 'is missing'}. Hosts must refuse to sign in without S256, and do.`,
      'Support PKCE and say "code_challenge_methods_supported": ["S256"].',
    );
  }
  if (!methods.includes('plain')) return ok('S256.');
  return warning(
    'PKCE with plain is offered besides S256: a code that leaks can be redeemed by whoever saw the request.',
    'Offer S256 alone.',
  );
});

const REQUIRED = ['authorization_endpoint', 'token_endpoint'];
const USED = [...REQUIRED, 'registration_endpoint', 'revocation_endpoint', 'jwks_uri'];

const endpoints = field(
  'as-endpoints',
  'its endpoints are absolute https URLs of the issuer',
  async (metadata, session) => {
    const missing = REQUIRED.filter((name) => asText(metadata[name]) === undefined);
    const given = USED.flatMap((name) => {
      const url = metadata[name];
      return url === undefined ? [] : [{ name, url: asText(url) ?? JSON.stringify(url) }];
    });
    const local = session.target.reach !== 'public';
    const broken = given.filter(
      ({ url }) => !parseUrl(url) || !(url.startsWith('https:') || (local && url.startsWith('http:'))),
    );
    const issuerOrigin = new URL((await issuerOf(session)).issuer).origin;
    const foreign = given.filter(({ url }) => (parseUrl(url)?.origin ?? issuerOrigin) !== issuerOrigin);
    return judge(
      [
        missing.length > 0 &&
          problem(
            `${few(missing)} is missing. Hosts invent an address or stop here.`,
            'Name the endpoints in the metadata.',
          ),
        broken.length > 0 &&
          problem(
            `${broken[0]!.name} is ${quote(broken[0]!.url)}. Hosts go to absolute https URLs only.`,
            'Build the endpoints from the public https URL of the server; behind a proxy the server has to know it.',
          ),
        foreign.length > 0 &&
          warning(
            `${foreign[0]!.name} is at ${new URL(foreign[0]!.url).origin}, the issuer at ${issuerOrigin}. Hosts that pin the origin (and people who look at it) take that for a mix-up; behind a proxy it often is an inner address.`,
            'Serve all endpoints at the origin of the issuer, if that can be.',
          ),
      ],
      'All absolute, all at the issuer.',
    );
  },
);

const registration = field('as-registration', 'hosts can register by themselves', (metadata) => {
  if (asText(metadata.registration_endpoint) !== undefined) return ok('registration_endpoint is given.');
  const mend = 'Offer dynamic client registration (RFC 7591) and name registration_endpoint.';
  if (metadata.client_id_metadata_document_supported === true) {
    return problem(
      'There is no registration_endpoint; only hosts that bring a client id metadata document get in. Cursor, mcp-remote and the Inspector, as they come, report that they cannot register and stop here.',
      mend,
      ['cursor', 'mcp-remote', 'inspector'],
    );
  }
  return problem(
    'There is neither a registration_endpoint nor support for client id metadata documents. Hosts ask the person for a client id, or report that the server does not support registration.',
    `${mend} Else register each host by hand and tell people the client id.`,
  );
});

const authNone = field('as-auth-none', 'clients without a secret are welcome', (metadata) => {
  const methods = asTexts(metadata.token_endpoint_auth_methods_supported);
  const cimd = metadata.client_id_metadata_document_supported === true;
  const none = methods?.includes('none') ?? false;
  const mend =
    'List "none" in token_endpoint_auth_methods_supported, beside client_secret_post and client_secret_basic.';
  return judge(
    [
      !none &&
        (cimd ? problem : warning)(
          `token_endpoint_auth_methods_supported does not list none${methods ? '' : ' (it is missing, which means client_secret_basic)'}. ${cimd ? 'Client id metadata documents are offered, but VS Code, Claude Code and others use them only with none.' : 'Hosts on a machine of a person have no secret and may refuse.'}`,
          mend,
          cimd ? ['claude', 'claude-code', 'vscode', 'chatgpt', 'copilot-cli'] : undefined,
        ),
      methods !== undefined &&
        !methods.includes('client_secret_post') &&
        warning('client_secret_post is not listed. The connectors of Claude register with it.', mend, [
          'claude',
        ]),
    ],
    few(methods ?? []),
  );
});

const cimd = field('as-cimd', 'client id metadata documents are supported', (metadata) =>
  metadata.client_id_metadata_document_supported === true
    ? ok('client_id_metadata_document_supported is true.')
    : warning(
        'client_id_metadata_document_supported is not true. Hosts register anew instead, which revision 2026-07-28 calls deprecated, and the list of clients grows with every connection.',
        'Support client ids that are https URLs, and say so.',
      ),
);

const iss = field('as-iss', 'answers to authorization requests name their issuer', (metadata) =>
  metadata.authorization_response_iss_parameter_supported === true
    ? ok('authorization_response_iss_parameter_supported is true.')
    : warning(
        'authorization_response_iss_parameter_supported is not true (RFC 9207). Hosts that know several servers cannot tell a mixed-up answer from a right one.',
        'Send iss with every answer, errors included, and say so.',
      ),
);

const responseTypes = field('as-response-types', 'the code flow is offered, and it alone', (metadata) => {
  const types = asTexts(metadata.response_types_supported);
  if (!types?.includes('code')) {
    return problem(
      `response_types_supported ${types ? `is ${quote(few(types))}` : 'is missing'}. Hosts that validate the metadata (RFC 8414 requires the field) stop here.`,
      'Say "response_types_supported": ["code"].',
    );
  }
  const implicit = types.filter((type) => /\b(token|id_token)\b/.test(type));
  if (implicit.length === 0) return ok('code.');
  return warning(
    `${quote(few(implicit))} is offered: tokens in URLs end in logs and histories. OAuth 2.1 has removed it.`,
    'Offer code alone.',
  );
});

const grants = field('as-grants', 'connections can be refreshed', (metadata) => {
  const types = asTexts(metadata.grant_types_supported);
  return judge(
    [
      types !== undefined &&
        !types.includes('authorization_code') &&
        problem(
          `grant_types_supported is ${quote(few(types))}. No host can redeem a code.`,
          'List authorization_code.',
        ),
      !types?.includes('refresh_token') &&
        warning(
          'grant_types_supported does not list refresh_token. Hosts do not ask for one, and people sign in again whenever the access token ends.',
          'Issue refresh tokens and list the grant.',
        ),
      types?.includes('password') &&
        warning('The password grant is offered, which OAuth 2.1 has removed.', 'Take it out.'),
    ],
    few(types ?? []),
  );
});

const MANY_SCOPES = 12;

const scopes = field('as-scopes', 'the scopes of the resource can be had', async (metadata, session) => {
  const listed = asTexts(metadata.scopes_supported);
  if (listed === undefined) return ok('scopes_supported is not given; hosts ask for those of the resource.');
  const missing = (await scopesToAsk(session)).filter((scope) => !listed.includes(scope));
  return judge(
    [
      missing.length > 0 &&
        warning(
          `The resource asks for ${few(missing)}, which the authorization server does not list. Hosts that check this leave it out of the request and meet a 403 later.`,
          'List the scopes of the resource in scopes_supported of the authorization server.',
        ),
      listed.length > MANY_SCOPES &&
        warning(
          `${listed.length} scopes are listed. The connectors of Claude ask for all of them at once; if one may not be granted, the sign-in fails.`,
          'Keep the list short and grantable.',
          ['claude'],
        ),
    ],
    few(listed),
  );
});

export const issuerFieldChecks: readonly Check[] = [
  s256,
  endpoints,
  registration,
  authNone,
  cimd,
  iss,
  responseTypes,
  grants,
  scopes,
];
