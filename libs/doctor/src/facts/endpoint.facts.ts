import type { Reply } from '../http/reply';
import { hasAnswerEvent, jsonRpcOf } from '../mcp/json-rpc';
import { initializeMessage, modernMessage } from '../mcp/messages';
import type { McpMessage } from '../mcp/messages';
import type { Session } from '../session';
import { parseChallenges } from '../support/challenges';
import type { Challenge } from '../support/challenges';
import { NotTried, skipped } from '../outcome';

/** Posts a message to the endpoint, with no credential unless the headers bring one. */
export async function post(
  session: Session,
  message: McpMessage,
  headers: Readonly<Record<string, string>> = {},
  url = session.target.endpoint,
): Promise<Reply> {
  const reply = await session.http.send({
    method: 'POST',
    url,
    headers: { ...message.headers, ...headers },
    body: message.body,
    until: hasAnswerEvent,
  });
  const opened = reply.header('mcp-session-id');
  if (opened !== undefined) session.mcpSessions.add(opened);
  return reply;
}

/** Ends what the server keeps for us, as hosts do when they leave. */
export async function endMcpSessions(session: Session): Promise<void> {
  const { token } = session.settings;
  for (const id of session.mcpSessions) {
    const headers = {
      'mcp-session-id': id,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    await session.http
      .send({ method: 'DELETE', url: session.target.endpoint, headers })
      .catch(() => undefined);
  }
}

export const initializeWithout = (session: Session): Promise<Reply> =>
  session.once('initialize without', () => post(session, initializeMessage()));

export const discoverWithout = (session: Session): Promise<Reply> =>
  session.once('discover without', () => post(session, modernMessage('server/discover')));

/** Hosts with a handshake open a stream by GET. */
export const getWithout = (session: Session): Promise<Reply> =>
  session.once('get without', () =>
    session.http.send({
      url: session.target.endpoint,
      headers: { accept: 'text/event-stream' },
      headersOnly: true,
    }),
  );

/** @returns whether everybody may initialize, without a credential */
export async function isOpen(session: Session): Promise<boolean> {
  const reply = await initializeWithout(session);
  return reply.isSuccess && jsonRpcOf(reply) !== undefined;
}

/**
 * @returns the refusal of `initialize` and the challenges in it
 * @throws NotTried for an endpoint that does not refuse
 */
export async function refusal(session: Session): Promise<{ reply: Reply; challenges: Challenge[] }> {
  const reply = await initializeWithout(session);
  if (await isOpen(session)) {
    throw new NotTried(
      skipped('The server answers without a credential, so there is no refusal to look at.'),
    );
  }
  if (reply.status !== 401) {
    throw new NotTried(skipped(`There is no 401 to look at (see challenge-initialize).`));
  }
  return { reply, challenges: parseChallenges(reply.header('www-authenticate') ?? '') };
}

/** @returns the Bearer challenge, or undefined if there is none */
export async function bearerChallenge(session: Session): Promise<Challenge | undefined> {
  return (await refusal(session)).challenges.find(({ scheme }) => scheme === 'bearer');
}

/** @returns parameter of the Bearer challenge, undefined also where the server does not refuse */
export async function challengeParam(session: Session, name: string): Promise<string | undefined> {
  const reply = await initializeWithout(session);
  const challenges = parseChallenges(reply.header('www-authenticate') ?? '');
  return challenges.find(({ scheme }) => scheme === 'bearer')?.params.get(name);
}
