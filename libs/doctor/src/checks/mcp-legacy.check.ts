import {
  credential,
  initialize,
  initialized,
  legacySession,
  legacyTools,
  requireAdmission,
} from '../facts/handshake.facts';
import type { Exchange } from '../facts/handshake.facts';
import { LEGACY_VERSION } from '../mcp/messages';
import { judge, ok, problem, warning } from '../outcome';
import { asObject, asText } from '../support/json';
import { quote } from '../support/quote';
import type { Check } from './check';

/** @returns an answer that is not the one hoped for, in words */
export const answered = ({ reply, answer }: Exchange): string =>
  answer?.error
    ? `JSON-RPC error ${String(answer.error.code)} (${quote(answer.error.message)})`
    : `status ${reply.status} ${quote(reply.body)}`;

const admission: Check = {
  id: 'mcp-credential',
  topic: 'mcp',
  title: 'the credential is taken',
  sends: 'POST initialize with the credential',
  async run(session) {
    const { reply } = await initialize(session);
    if (reply.status !== 401 && reply.status !== 403)
      return ok(session.settings.token ? 'It is.' : 'None is needed.');
    return problem(
      `The credential you gave is refused with ${reply.status}: ${quote(reply.body)}. A host or script with it stays outside.`,
      'Check that it is whole, not expired and meant for this server; else make a new one.',
    );
  },
};

const handshake: Check = {
  id: 'mcp-legacy',
  topic: 'mcp',
  title: 'the handshake of revision 2025-11-25 works',
  sends: 'POST initialize with the credential',
  async run(session) {
    await requireAdmission(session);
    const found = await initialize(session);
    const { result } = found.answer ?? {};
    const mend = 'Answer initialize with protocolVersion, capabilities and serverInfo.';
    if (!result) {
      return problem(
        `initialize is answered with ${answered(found)}. Most hosts still open this way and cannot connect.`,
        mend,
      );
    }
    const version = asText(result.protocolVersion);
    const info = asObject(result.serverInfo);
    return judge(
      [
        version === undefined &&
          problem('The result has no protocolVersion. Hosts refuse the handshake.', mend),
        version !== undefined &&
          !/^\d{4}-\d{2}-\d{2}$/.test(version) &&
          problem(`protocolVersion is ${quote(version)}, no revision. Hosts close the connection.`, mend),
        (asText(info?.name) === undefined || asText(info?.version) === undefined) &&
          problem('serverInfo lacks name or version. Hosts on the MCP SDKs refuse the handshake.', mend),
        asObject(asObject(result.capabilities)?.tools) === undefined &&
          problem(
            'capabilities has no tools. Hosts show the server as connected, with no tools at all.',
            'Say "capabilities": {"tools": {}}.',
          ),
        version !== undefined &&
          version < '2025-03-26' &&
          warning(
            `The server answers with revision ${version}; hosts asked for ${LEGACY_VERSION}. It has no Streamable HTTP, and newer hosts drop it.`,
            'Serve 2025-03-26 or later.',
          ),
      ],
      `${version}, ${quote(info?.name)} ${asText(info?.version)}.`,
    );
  },
};

const ready: Check = {
  id: 'mcp-initialized',
  topic: 'mcp',
  title: 'a notification is accepted with 202',
  sends: 'POST notifications/initialized',
  async run(session) {
    const { status, body } = await initialized(session);
    if (status === 202) return ok('202.');
    const mend = 'Answer notifications with 202 and no body.';
    if (status >= 200 && status < 300) {
      return warning(
        `The notification gives ${status} instead of 202. Strict hosts wait for an answer in it.`,
        mend,
      );
    }
    return problem(
      `The notification gives ${status} ${quote(body)}. Hosts send it right after initialize and take that for a failed connection.`,
      mend,
    );
  },
};

const tools: Check = {
  id: 'mcp-legacy-tools',
  topic: 'mcp',
  title: 'tools are listed after the handshake',
  sends: 'POST tools/list, page by page',
  async run(session) {
    const found = await legacyTools(session);
    if (!found.tools) {
      return problem(
        `tools/list is answered with ${answered(found.exchange)}. Hosts show the server as connected, but without tools.`,
        'Answer tools/list with {"tools": […]}.',
      );
    }
    if (found.tools.length > 0) return ok(`${found.tools.length} tools.`);
    return warning(
      'The list is empty. People see a connected server that can do nothing.',
      'Look at the role and the scopes of the credential.',
    );
  },
};

const stream: Check = {
  id: 'mcp-get',
  topic: 'mcp',
  title: 'GET opens a stream or says that there is none',
  sends: 'GET as for an event stream, with the credential',
  async run(session) {
    const { version, sessionId } = await legacySession(session);
    const reply = await session.http.send({
      url: session.target.endpoint,
      headers: {
        accept: 'text/event-stream',
        'mcp-protocol-version': version,
        ...(sessionId !== undefined && { 'mcp-session-id': sessionId }),
        ...(await credential(session)),
      },
      headersOnly: true,
    });
    if (reply.status === 405) return ok('405: there is no stream.');
    if (reply.isSuccess && reply.mediaType === 'text/event-stream') return ok('A stream opens.');
    return problem(
      `GET gives ${reply.status} ${reply.mediaType}. Hosts on the MCP SDKs ask for a stream after the handshake and go on only with a stream or 405.`,
      'Answer GET with an event stream, or with 405.',
    );
  },
};

export const mcpLegacyChecks: readonly Check[] = [admission, handshake, ready, tools, stream];
