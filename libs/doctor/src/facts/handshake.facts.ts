import type { Reply } from '../http/reply';
import { jsonRpcOf } from '../mcp/json-rpc';
import type { JsonRpcAnswer } from '../mcp/json-rpc';
import { LEGACY_VERSION, initializeMessage, legacyMessage, modernMessage } from '../mcp/messages';
import type { McpMessage } from '../mcp/messages';
import { NotTried, leftOut, skipped } from '../outcome';
import type { Session } from '../session';
import { asText } from '../support/json';
import type { JsonObject } from '../support/json';
import { isOpen, post } from './endpoint.facts';

export interface Exchange {
  readonly reply: Reply;
  readonly answer?: JsonRpcAnswer;
}

const LEFT_OUT =
  'Left out: give a key or an access token by DUVO_TOKEN or --token to try what comes after the sign-in.';

/** @throws NotTried if the server wants a credential and there is none */
export async function credential(session: Session): Promise<Readonly<Record<string, string>>> {
  const { token } = session.settings;
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (await isOpen(session)) return {};
  throw new NotTried(leftOut(LEFT_OUT));
}

async function exchange(session: Session, message: McpMessage): Promise<Exchange> {
  const reply = await post(session, message, await credential(session));
  const answer = jsonRpcOf(reply);
  return { reply, ...(answer && { answer }) };
}

export const initialize = (session: Session): Promise<Exchange> =>
  session.once('initialize', () => exchange(session, initializeMessage()));

/** @throws NotTried if the credential is refused, so that there is no handshake to look at */
export async function requireAdmission(session: Session): Promise<void> {
  const { reply } = await initialize(session);
  if (reply.status === 401 || reply.status === 403) {
    throw new NotTried(skipped('The credential is refused (see mcp-credential).'));
  }
}

/** What later messages of a host with a handshake carry. */
export async function legacySession(session: Session): Promise<{ version: string; sessionId?: string }> {
  await requireAdmission(session);
  const { reply, answer } = await initialize(session);
  if (!answer?.result) throw new NotTried(skipped('There is no handshake (see mcp-legacy).'));
  const sessionId = reply.header('mcp-session-id');
  return {
    version: asText(answer.result.protocolVersion) ?? LEGACY_VERSION,
    ...(sessionId !== undefined && { sessionId }),
  };
}

/** Hosts tell the server that they are ready before they ask for anything. */
export const initialized = (session: Session): Promise<Reply> =>
  session.once('initialized', async () =>
    post(
      session,
      legacyMessage('notifications/initialized', undefined, await legacySession(session)),
      await credential(session),
    ),
  );

export const discover = (session: Session): Promise<Exchange> =>
  session.once('discover', async () => {
    await requireAdmission(session);
    return exchange(session, modernMessage('server/discover'));
  });

export interface ToolList {
  /** The last page, or the one that failed. */
  readonly exchange: Exchange;
  /** Absent if a page failed. */
  readonly tools?: readonly JsonObject[];
  readonly bytes: number;
}

const MOST_PAGES = 50;

/** Reads all pages of `tools/list`. */
async function listTools(
  session: Session,
  page: (params: object, id: number) => McpMessage,
): Promise<ToolList> {
  const tools: JsonObject[] = [];
  let bytes = 0;
  let cursor: string | undefined;
  for (let number = 1; ; number += 1) {
    const found = await exchange(session, page(cursor === undefined ? {} : { cursor }, number + 1));
    const listed = found.answer?.result?.tools;
    if (!Array.isArray(listed)) return { exchange: found, bytes };
    tools.push(...(listed as JsonObject[]));
    bytes += Buffer.byteLength(JSON.stringify(listed));
    cursor = asText(found.answer?.result?.nextCursor);
    if (cursor === undefined || number === MOST_PAGES) return { exchange: found, tools, bytes };
  }
}

export const legacyTools = (session: Session): Promise<ToolList> =>
  session.once('legacy tools', async () => {
    const legacy = await legacySession(session);
    await initialized(session);
    return listTools(session, (params, id) => legacyMessage('tools/list', params, legacy, id));
  });

export const modernTools = (session: Session): Promise<ToolList> =>
  session.once('modern tools', async () => {
    const { answer } = await discover(session);
    if (!answer?.result)
      throw new NotTried(skipped('The server does not speak 2026-07-28 (see mcp-modern).'));
    return listTools(session, (params, id) => modernMessage('tools/list', params, id));
  });

/** @throws NotTried if neither revision gave a list */
export async function tools(session: Session): Promise<{ tools: readonly JsonObject[]; bytes: number }> {
  for (const list of [legacyTools, modernTools]) {
    const found = await list(session).catch((error: unknown) => {
      if (error instanceof NotTried && !error.outcome.leftOut) return undefined;
      throw error;
    });
    if (found?.tools) return { tools: found.tools, bytes: found.bytes };
  }
  throw new NotTried(skipped('There is no list of tools (see mcp-legacy-tools).'));
}
