import { instead, isReadableByPages } from '../facts/document';
import { issuerOf, oauthDocument, openidDocument, serverMetadata } from '../facts/server-metadata.facts';
import { judge, ok, problem, skipped, warning } from '../outcome';
import { quote } from '../support/quote';
import type { Check } from './check';

const oauth: Check = {
  id: 'as-rfc8414',
  topic: 'issuer',
  title: 'the authorization server publishes its metadata',
  sends: 'GET /.well-known/oauth-authorization-server of the issuer',
  async run(session) {
    const { issuer, assumed } = await issuerOf(session);
    const [document, openid] = [await oauthDocument(session), await openidDocument(session)];
    const mend = `Serve the metadata of ${issuer} at ${document.url} with status 200 as application/json.`;
    if (document.json) {
      return judge(
        [
          document.reply.mediaType !== 'application/json' &&
            problem(
              `${document.url} is sent as ${document.reply.mediaType || 'no content type'}. Hosts that look at the type take it for a web page.`,
              'Send it as application/json.',
            ),
        ],
        document.url,
      );
    }
    if (openid.json) {
      return warning(
        `${document.url} gives ${instead(document)}; only the OpenID document ${openid.url} is there. Hosts that know RFC 8414 alone do not find the server.`,
        mend,
      );
    }
    return problem(
      `${document.url} gives ${instead(document)}, and ${openid.url} ${instead(openid)}. ${assumed ? 'No authorization server is named, and there is none at the origin of the endpoint.' : 'Hosts do not find where to register and sign in, and stop here.'}`,
      mend,
    );
  },
};

const openid: Check = {
  id: 'as-oidc',
  topic: 'issuer',
  title: 'the OpenID configuration says the same',
  sends: 'GET /.well-known/openid-configuration of the issuer',
  async run(session) {
    const [document, oauthFound] = [await openidDocument(session), await oauthDocument(session)];
    await serverMetadata(session);
    if (!document.json) {
      return warning(
        `${document.url} gives ${instead(document)}. Hosts that look there alone (OpenID libraries) do not find the server.`,
        'Serve the same metadata there, too.',
      );
    }
    const names = ['issuer', 'authorization_endpoint', 'token_endpoint', 'registration_endpoint'];
    const other = names.find((name) => oauthFound.json && oauthFound.json[name] !== document.json?.[name]);
    if (other !== undefined) {
      return problem(
        `The two documents differ in ${other}: ${quote(oauthFound.json?.[other])} and ${quote(document.json[other])}. Hosts end up at different places, depending on which one they read first.`,
        'Make both from the same source.',
      );
    }
    return ok(document.url);
  },
};

const equality: Check = {
  id: 'as-issuer',
  topic: 'issuer',
  title: 'issuer is what the resource metadata says, byte for byte',
  sends: 'GET the metadata of the authorization server',
  async run(session) {
    const { issuer, assumed } = await issuerOf(session);
    const given = (await serverMetadata(session)).issuer;
    if (given === issuer) return ok(issuer);
    if (assumed) return skipped('No authorization server is named (see prm-servers).');
    return problem(
      `The resource names ${quote(issuer)}, its metadata says ${quote(given)}. Codex, Copilot CLI and every host that follows RFC 8414 3.3 refuse metadata whose issuer differs by as much as a slash.`,
      'Make authorization_servers, issuer and the iss of answers the same text.',
    );
  },
};

const form: Check = {
  id: 'as-issuer-form',
  topic: 'issuer',
  title: 'the issuer is an origin without path and slash',
  sends: 'nothing',
  async run(session) {
    const { issuer } = await issuerOf(session);
    const { origin, pathname, protocol } = new URL(issuer);
    return judge(
      [
        protocol !== 'https:' &&
          session.target.reach === 'public' &&
          problem(
            `The issuer ${issuer} is http. Hosts refuse to sign in over http at a public address.`,
            'Serve the authorization server at https.',
          ),
        pathname !== '/' &&
          warning(
            `The issuer ${issuer} has a path. Claude Code and others drop it when they look for the metadata, and find none.`,
            `Use the origin as issuer, or serve the metadata below ${origin}/.well-known/ without the path, too.`,
            ['claude-code', 'cursor', 'mcp-remote'],
          ),
        issuer.endsWith('/') &&
          warning(
            `The issuer ${issuer} ends in a slash. Hosts that normalise URLs before they compare them find a mismatch.`,
            'Write the issuer without a slash at its end, everywhere.',
            ['codex', 'copilot-cli'],
          ),
      ],
      issuer,
    );
  },
};

const cors: Check = {
  id: 'as-cors',
  topic: 'cors',
  title: 'web pages may read the metadata of the authorization server',
  sends: 'GET the metadata of the authorization server with an Origin',
  async run(session) {
    await serverMetadata(session);
    const document = [await oauthDocument(session), await openidDocument(session)].find(({ json }) => json)!;
    if (isReadableByPages(document.reply)) return ok('Access-Control-Allow-Origin is sent.');
    return problem(
      `${document.url} has no Access-Control-Allow-Origin. The Inspector and other hosts that run in a browser cannot read it and stop here.`,
      'Send Access-Control-Allow-Origin: * with it; it is public.',
    );
  },
};

export const issuerDocumentChecks: readonly Check[] = [oauth, openid, equality, form, cors];
