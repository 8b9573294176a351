import { parseUrl } from '@app/net';
import { requireResourceMetadata } from '../facts/resource-metadata.facts';
import { challengeParam } from '../facts/endpoint.facts';
import type { HostId } from '../hosts/host';
import { judge, ok, problem, skipped, warning } from '../outcome';
import { asText, asTexts, words } from '../support/json';
import { few, quote } from '../support/quote';
import type { Session } from '../session';
import type { Check } from './check';

const SENDS = 'GET the resource metadata';

/** Compares byte for byte; the others are content with a prefix. */
const STRICT: readonly HostId[] = ['vscode'];

/** The rule of the MCP SDKs: same origin, and the path of the metadata begins the path of the endpoint. */
function isPrefix(resource: string, { target }: Session): boolean {
  const named = parseUrl(resource);
  if (named?.origin !== target.origin) return false;
  const closed = (path: string): string => (path.endsWith('/') ? path : `${path}/`);
  return closed(target.path).startsWith(closed(named.pathname));
}

const resource: Check = {
  id: 'prm-resource',
  topic: 'resource',
  title: 'resource is the URL of the endpoint, byte for byte',
  sends: SENDS,
  async run(session) {
    const given = asText((await requireResourceMetadata(session)).resource);
    const wanted = session.target.resource;
    const mend = `Say "resource": "${wanted}", and give people exactly that URL.`;
    if (given === wanted || (session.target.path === '' && `${given}/` === wanted)) return ok(wanted);
    if (given !== undefined && isPrefix(given, session)) {
      return problem(
        `resource is ${quote(given)}, the URL is ${quote(wanted)}. VS Code compares byte for byte, as RFC 9728 3.3 demands, and throws the metadata away; hosts on the MCP SDK let it pass.`,
        mend,
        STRICT,
      );
    }
    return problem(
      `resource is ${given === undefined ? 'missing' : quote(given)}, the URL is ${quote(wanted)}. Hosts take the metadata for that of another server and stop here; a token for it would have the wrong audience.`,
      mend,
    );
  },
};

const servers: Check = {
  id: 'prm-servers',
  topic: 'resource',
  title: 'the metadata names the authorization server',
  sends: SENDS,
  async run(session) {
    const metadata = await requireResourceMetadata(session);
    const named = asTexts(metadata.authorization_servers) ?? [];
    const mend = 'Say "authorization_servers": ["https://…"] with the issuer, byte for byte.';
    if (named.length === 0) {
      return problem(
        'authorization_servers is missing or empty. Hosts fall back to the origin of the endpoint, and newer ones stop here.',
        mend,
      );
    }
    const odd = named.filter((url) => !/^https?:\/\//.test(url) || !parseUrl(url));
    if (odd.length > 0) {
      return problem(
        `authorization_servers has ${quote(few(odd))}, no URL. Hosts cannot find the place to sign in.`,
        mend,
      );
    }
    return ok(few(named));
  },
};

const scopes: Check = {
  id: 'prm-scopes',
  topic: 'resource',
  title: 'scopes_supported lists what hosts are to ask for',
  sends: SENDS,
  async run(session) {
    const listed = asTexts((await requireResourceMetadata(session)).scopes_supported);
    const challenged = words(asText(await challengeParam(session, 'scope')));
    const missing = challenged.filter((scope) => !listed?.includes(scope) && scope !== 'offline_access');
    return judge(
      [
        listed === undefined &&
          warning(
            'scopes_supported is missing. Hosts that do not read the challenge ask for no scope at all.',
            'List the scopes of the resource.',
          ),
        listed?.includes('offline_access') &&
          warning(
            'scopes_supported has offline_access, which no resource grants. Hosts ask for it where it may be refused.',
            'List it in the metadata of the authorization server alone.',
          ),
        listed !== undefined &&
          missing.length > 0 &&
          warning(
            `The challenge asks for ${few(missing)}, which scopes_supported does not list. What a host asks for depends on where it looked.`,
            'List the same scopes in both.',
          ),
      ],
      few(listed ?? []),
    );
  },
};

const header: Check = {
  id: 'prm-header',
  topic: 'resource',
  title: 'tokens are taken from the Authorization header',
  sends: SENDS,
  async run(session) {
    const methods = asTexts((await requireResourceMetadata(session)).bearer_methods_supported);
    if (methods === undefined)
      return skipped('bearer_methods_supported is not given; the header is the default.');
    if (methods.includes('header')) return ok('bearer_methods_supported has header.');
    return problem(
      `bearer_methods_supported is ${quote(methods.join(', '))}. Hosts send tokens in the Authorization header only.`,
      'Take tokens from the header and say "bearer_methods_supported": ["header"].',
    );
  },
};

export const resourceFieldChecks: readonly Check[] = [resource, servers, scopes, header];
