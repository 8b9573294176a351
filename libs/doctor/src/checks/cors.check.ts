import { refusal } from '../facts/endpoint.facts';
import { PAGE_ORIGIN, isReadableByPages } from '../facts/document';
import { endpointOf } from '../facts/server-metadata.facts';
import type { Reply } from '../http/reply';
import { judge, ok, problem, warning } from '../outcome';
import type { Session } from '../session';
import { few } from '../support/quote';
import type { Check } from './check';

const preflight = (session: Session, url: string, headers: readonly string[]): Promise<Reply> =>
  session.http.send({
    method: 'OPTIONS',
    url,
    headers: {
      origin: PAGE_ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers.join(','),
    },
  });

/** @returns the headers that a page asked for and may not send */
function withheld(reply: Reply, asked: readonly string[]): string[] {
  const allowed = (reply.header('access-control-allow-headers') ?? '').toLowerCase().split(/\s*,\s*/);
  // The asterisk does not cover Authorization: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
  return asked.filter(
    (name) => !allowed.includes(name) && (name === 'authorization' || !allowed.includes('*')),
  );
}

const MCP_HEADERS = [
  'authorization',
  'content-type',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'mcp-session-id',
];

const endpoint: Check = {
  id: 'cors-mcp',
  topic: 'cors',
  title: 'a web page may call the endpoint',
  sends: `OPTIONS with Origin: ${PAGE_ORIGIN}, no credential`,
  async run(session) {
    const reply = await preflight(session, session.target.endpoint, MCP_HEADERS);
    if (reply.status === 401 || reply.status === 405) {
      return problem(
        `The preflight gives ${reply.status}; browsers send it without a credential. Every host that runs in a page stops here.`,
        'Answer OPTIONS with 204 before the credential is looked at.',
      );
    }
    if (!reply.isSuccess || !isReadableByPages(reply)) {
      return warning(
        `Pages at ${PAGE_ORIGIN} may not call the endpoint (${reply.status}, no Access-Control-Allow-Origin for it). The Inspector then works through its own proxy only.`,
        'Allow the origins that your people use; nothing is lost if nobody uses pages.',
      );
    }
    const missing = withheld(reply, MCP_HEADERS);
    return judge(
      [
        reply.header('access-control-allow-origin') === '*' &&
          reply.header('access-control-allow-credentials') === 'true' &&
          problem(
            'Any origin is allowed, with credentials. Any page that a person opens could use what their browser holds.',
            'Drop Access-Control-Allow-Credentials; hosts send their token themselves.',
          ),
        missing.length > 0 &&
          problem(
            `Pages may not send ${few(missing, 6)}. The browser stops the first call.`,
            `Add ${few(missing, 6)} to Access-Control-Allow-Headers.`,
          ),
      ],
      'Origin and headers are allowed.',
    );
  },
};

const challenge: Check = {
  id: 'cors-challenge',
  topic: 'cors',
  title: 'a web page may read the challenge',
  sends: 'POST initialize with an Origin, no credential',
  async run(session) {
    await refusal(session);
    const reply = await session.http.send({
      method: 'POST',
      url: session.target.endpoint,
      headers: { accept: 'application/json, text/event-stream', origin: PAGE_ORIGIN },
      body: { jsonrpc: '2.0', id: 1, method: 'ping' },
    });
    const exposed = (reply.header('access-control-expose-headers') ?? '').toLowerCase();
    if (isReadableByPages(reply) && /www-authenticate|\*/.test(exposed))
      return ok('WWW-Authenticate is exposed.');
    return warning(
      'The 401 does not expose WWW-Authenticate to pages. They guess the well-known path and do not see the scopes to ask for.',
      'Send Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id with every answer to an allowed origin.',
    );
  },
};

/** @returns a check of an endpoint of the authorization server */
const ofServer = (id: string, name: string, grave: boolean, consequence: string): Check => ({
  id,
  topic: 'cors',
  title: `a web page may use the ${name}`,
  sends: `OPTIONS of the ${name} with Origin: ${PAGE_ORIGIN}`,
  async run(session) {
    const url = await endpointOf(session, name);
    const reply = await preflight(session, url, ['content-type']);
    if (reply.isSuccess && isReadableByPages(reply) && withheld(reply, ['content-type']).length === 0) {
      return ok('Origin and headers are allowed.');
    }
    return (grave ? problem : warning)(
      `The preflight of ${url} gives ${reply.status}${reply.isSuccess ? ' without what pages need' : ''}. ${consequence}`,
      `Answer OPTIONS there with 204, Access-Control-Allow-Origin and Access-Control-Allow-Headers: Content-Type.`,
    );
  },
});

export const corsChecks: readonly Check[] = [
  endpoint,
  challenge,
  ofServer(
    'cors-register',
    'registration_endpoint',
    true,
    'The Inspector cannot register from its page and stops here.',
  ),
  ofServer('cors-token', 'token_endpoint', false, 'A host in a page cannot redeem its code itself.'),
];
