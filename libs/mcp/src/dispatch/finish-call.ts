import type { Request, Response } from 'express';
import { isAdmitted, requestIdOf } from '@app/errors';
import type { ErrorBody } from '@app/errors';
import { RPC } from '../protocol/json-rpc-error';
import { callAnswer } from '../result/call-result';
import { guestAnswer, isGuestReply } from '../result/guest-answer';
import { sliceFieldsOf } from '../result/fit-slice';
import { httpMeta } from '../result/http-meta';
import { isTransportRefusal } from '../result/reply-kind';
import { toolError } from '../result/tool-error';
import type { CapturedReply } from './capture-response';
import type { OpenCall } from './open-call';

/** Headers of the operation's reply that stay on the answer; all others concern a reply that is not sent. */
const KEPT = new Set([
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'x-request-id',
]);

/** Turns the collected REST reply into the answer of the tool call and sends it. */
export function finishCall(call: OpenCall, reply: CapturedReply, request: Request, response: Response): void {
  if (isGuestReply(response) && !reply.oversize) {
    sendGuest(call, reply, response);
    return;
  }
  if (reply.status >= 400 && !reply.oversize) {
    sendFailure(call, reply, request, response);
    return;
  }
  const meta = httpMeta(response, reply.status);
  stripHeaders(response, call.outerHeaders, false);
  if (reply.oversize) {
    const error = oversize(request);
    send(response, 200, answer(call, { json: JSON.stringify(error), isError: true, http: meta }));
    return;
  }
  send(response, 200, answer(call, { json: textOf(reply), isError: false, http: meta }));
}

/** What another API says of its own callers, 401 or 429, is no word about the caller here. */
function sendGuest(call: OpenCall, reply: CapturedReply, response: Response): void {
  const text = guestAnswer(call, reply, response);
  stripHeaders(response, call.outerHeaders, false);
  send(response, 200, text);
}

/** Answers a call whose reply could not be turned into a result. */
export function sendInternalError(call: OpenCall, response: Response): void {
  stripHeaders(response, call.outerHeaders, false);
  const error = { code: RPC.internal, message: 'Something went wrong on our side.' };
  send(response, 500, JSON.stringify({ jsonrpc: '2.0', id: call.message.id, error }));
}

function sendFailure(call: OpenCall, reply: CapturedReply, request: Request, response: Response): void {
  const text = textOf(reply);
  const body = JSON.parse(text) as ErrorBody;
  if (isTransportRefusal(reply.status, body, isAdmitted(request))) {
    stripHeaders(response, call.outerHeaders, true);
    send(response, reply.status, text);
    return;
  }
  const meta = httpMeta(response, reply.status);
  const error = toolError(call.tool, reply.status, body, {
    requestHeaders: request.headers,
    replyHeaders: response.getHeaders(),
  });
  stripHeaders(response, call.outerHeaders, false);
  send(response, 200, answer(call, { json: JSON.stringify(error), isError: true, http: meta }));
}

const textOf = ({ body }: CapturedReply): string => (typeof body === 'string' ? body : body.toString('utf8'));

function answer(
  call: OpenCall,
  result: { json: string; isError: boolean; http: Record<string, unknown> },
): string {
  const { id, era } = call.message;
  // Clients of SDK v1 check even an error against a listed output schema and then throw it away.
  const structured = !result.isError || call.profile !== 'full-2020-12';
  const http = structured ? result.http : { ...result.http, error: JSON.parse(result.json) as unknown };
  const slice = result.isError ? undefined : sliceFieldsOf(call.tool.extensions['x-slice']);
  return callAnswer({ ...result, http, id, era, structured, slice });
}

function oversize(request: Request): Record<string, unknown> {
  return {
    error: 'payload_too_large',
    message: 'The reply is over 16 MiB. Ask for less: a smaller limit or max_bytes.',
    request_id: requestIdOf(request),
    status: 413,
    retryable: false,
  };
}

function stripHeaders(response: Response, outer: readonly string[], keepChallenge: boolean): void {
  for (const name of response.getHeaderNames()) {
    if (outer.includes(name) || KEPT.has(name) || (keepChallenge && name === 'www-authenticate')) continue;
    response.removeHeader(name);
  }
}

function send(response: Response, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
