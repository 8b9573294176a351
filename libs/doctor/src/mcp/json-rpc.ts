import type { Reply } from '../http/reply';
import { asObject } from '../support/json';
import type { JsonObject } from '../support/json';

export interface JsonRpcAnswer {
  readonly result?: JsonObject;
  readonly error?: { readonly code: unknown; readonly message: unknown; readonly data?: unknown };
}

/** @returns the JSON-RPC answer in a reply, be it plain JSON or an event stream, or undefined */
export function jsonRpcOf(reply: Reply): JsonRpcAnswer | undefined {
  const messages = reply.mediaType === 'text/event-stream' ? eventsOf(reply.body) : [reply.json];
  for (const message of messages) {
    const answer = answerOf(message);
    if (answer) return answer;
  }
  return undefined;
}

/** For `until` of a request: an event stream may stay open after the answer. */
export const hasAnswerEvent = (body: string): boolean =>
  /^(data|event|id|:)/m.test(body) && eventsOf(body).some((message) => answerOf(message) !== undefined);

function answerOf(message: unknown): JsonRpcAnswer | undefined {
  const { jsonrpc, result, error } = asObject(message) ?? {};
  if (jsonrpc !== '2.0') return undefined;
  const fault = asObject(error);
  if (fault) return { error: { code: fault.code, message: fault.message, data: fault.data } };
  const value = asObject(result);
  return value && { result: value };
}

/** @see https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
function eventsOf(stream: string): unknown[] {
  // The last block may still be on its way, so only what an empty line has closed counts.
  const blocks = stream.split(/\r?\n\r?\n/).slice(0, -1);
  return blocks.map((block) => {
    const data = block
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice('data:'.length).replace(/^ /, ''))
      .join('\n');
    try {
      return JSON.parse(data) as unknown;
    } catch {
      return undefined;
    }
  });
}
