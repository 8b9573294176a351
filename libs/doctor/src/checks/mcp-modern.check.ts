import { discover, legacyTools, modernTools } from '../facts/handshake.facts';
import { MODERN_VERSION } from '../mcp/messages';
import { NotTried, judge, problem, warning } from '../outcome';
import type { Fault } from '../outcome';
import { asTexts } from '../support/json';
import type { JsonObject } from '../support/json';
import { quote } from '../support/quote';
import type { Session } from '../session';
import { answered } from './mcp-legacy.check';
import type { Check } from './check';

/** Errors that tell a host that the server is of 2026-07-28, so that it does not fall back. */
const MODERN_ERRORS = [-32020, -32021, -32022];

/** Requirements on every result that may be kept: https://modelcontextprotocol.io/specification/2026-07-28/ */
function cacheFaults(result: JsonObject, method: string): (Fault | false)[] {
  return [
    result.resultType !== 'complete' &&
      problem(
        `The result of ${method} has resultType ${quote(result.resultType)} instead of "complete". Hosts of ${MODERN_VERSION} refuse it.`,
        'Send "resultType": "complete".',
      ),
    (typeof result.ttlMs !== 'number' ||
      (result.cacheScope !== 'private' && result.cacheScope !== 'public')) &&
      problem(
        `The result of ${method} lacks ttlMs or cacheScope, which ${MODERN_VERSION} requires. Strict hosts refuse it.`,
        'Send ttlMs in milliseconds, and cacheScope "private" where the result depends on the credential.',
      ),
  ];
}

const handshake: Check = {
  id: 'mcp-modern',
  topic: 'mcp',
  title: 'revision 2026-07-28 is served, or hosts can fall back',
  sends: 'POST server/discover (2026-07-28) with the credential',
  async run(session) {
    const found = await discover(session);
    const { result, error } = found.answer ?? {};
    if (result) {
      const versions = asTexts(result.supportedVersions);
      return judge(
        [
          !versions?.includes(MODERN_VERSION) &&
            problem(
              `server/discover does not list ${MODERN_VERSION} in supportedVersions, but ${quote(result.supportedVersions)}. Hosts find no common revision.`,
              `Say "supportedVersions": ["${MODERN_VERSION}"].`,
            ),
          ...cacheFaults(result, 'server/discover'),
        ],
        `${versions?.join(', ')}.`,
      );
    }
    if (error && MODERN_ERRORS.includes(Number(error.code))) {
      return problem(
        `server/discover is refused with ${answered(found)}: the server says that it is of ${MODERN_VERSION}, so hosts do not fall back, yet does not answer.`,
        'Answer server/discover, or refuse it with another error than those of 2026-07-28.',
      );
    }
    if (found.reply.status >= 500 || found.reply.isRedirect) {
      return problem(
        `server/discover is answered with ${answered(found)}. Newer hosts open this way and take that for a broken server instead of an older one.`,
        'Refuse a method that is not known with 400 or 404, or with JSON-RPC error -32601.',
      );
    }
    return warning(
      `The server does not speak ${MODERN_VERSION} (${answered(found)}). Newer hosts lose one request at each connection and fall back.`,
      `Serve ${MODERN_VERSION} beside the revisions with a handshake.`,
    );
  },
};

const namesOf = (tools: readonly JsonObject[] | undefined): string =>
  JSON.stringify(tools?.map(({ name }) => name));

/** @returns the names of the other era's tools, or undefined if there is none to compare with */
async function legacyNames(session: Session): Promise<string | undefined> {
  const found = await legacyTools(session).catch((error: unknown) => {
    if (error instanceof NotTried) return undefined;
    throw error;
  });
  return found?.tools && namesOf(found.tools);
}

const tools: Check = {
  id: 'mcp-modern-tools',
  topic: 'mcp',
  title: 'tools are listed without a handshake',
  sends: 'POST tools/list (2026-07-28), page by page',
  async run(session) {
    const found = await modernTools(session);
    const { result } = found.exchange.answer ?? {};
    if (!found.tools || !result) {
      return problem(
        `tools/list is answered with ${answered(found.exchange)}. Hosts of ${MODERN_VERSION} show no tools.`,
        'Answer tools/list from the request alone, without a session.',
      );
    }
    const legacy = await legacyNames(session);
    return judge(
      [
        ...cacheFaults(result, 'tools/list'),
        legacy !== undefined &&
          legacy !== namesOf(found.tools) &&
          warning(
            'The list is not that of the handshake. People see other tools after an update of their host.',
            'Serve the same tools in the same order in every revision.',
          ),
      ],
      `${found.tools.length} tools.`,
    );
  },
};

export const mcpModernChecks: readonly Check[] = [handshake, tools];
