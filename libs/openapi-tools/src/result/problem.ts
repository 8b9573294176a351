import { own } from '../document/is-object';
import type { JsonObject, JsonValue } from '../model/json';
import type { HttpResponse, ResultBudget } from '../model/result';
import type { ToolDefinition } from '../model/tool';
import { fieldErrorsOf } from './field-errors';
import { header, retryAdvice } from './retry-advice';
import { sanitize } from './sanitize';

const MAYBE_DONE = 'The call may have been carried out; check before repeating it.';

/** What a model can act on, from RFC 9457 where the API speaks it (RFC 9457, section 3.1). */
export function problemOf(
  tool: ToolDefinition,
  response: HttpResponse,
  body: unknown,
  budget: ResultBudget,
): JsonObject {
  const advice = retryAdvice(
    tool.method,
    response.status,
    response.headers,
    budget.idempotencyKeySent === true,
    {
      idempotent: tool.annotations.idempotentHint,
      ...(budget.nowMs === undefined ? {} : { nowMs: budget.nowMs }),
    },
  );
  const detail = [detailOf(response.status, body), advice.maybeDone ? MAYBE_DONE : ''].filter(
    (text) => text !== '',
  );
  return {
    status: response.status,
    code: codeOf(response.status, body),
    title: titleOf(response.status, body),
    detail: detail.join(' '),
    retryable: advice.retryable,
    retryAfterMs: advice.retryAfterMs,
    fieldErrors: fieldErrorsOf(tool, body),
    traceId: traceIdOf(response, body),
  };
}

function text(body: unknown, ...keys: string[]): string | null {
  for (const key of keys) {
    const value = own(body, key);
    if (typeof value === 'string' && value.trim() !== '') return sanitize(value);
  }
  return null;
}

function codeOf(status: number, body: unknown): string {
  const nested = own(body, 'error');
  const code =
    text(body, 'code', 'error_code') ??
    (typeof nested === 'string' ? sanitize(nested) : text(nested, 'code', 'type'));
  return code ?? (status === 0 ? 'unreachable' : `http_${String(status)}`);
}

function titleOf(status: number, body: unknown): string {
  if (status === 0) return 'No answer from the API';
  if (status >= 300 && status < 400) return 'Redirect not followed';
  return text(body, 'title') ?? `The API answered ${String(status)}`;
}

function detailOf(status: number, body: unknown): string {
  if (typeof body === 'string') return sanitize(body);
  if (status >= 300 && status < 400) return 'Redirects to another place are not followed.';
  return (
    text(body, 'detail', 'message', 'error_description') ??
    text(own(body, 'error'), 'message', 'detail') ??
    ''
  );
}

function traceIdOf(response: HttpResponse, body: unknown): JsonValue {
  const id =
    text(body, 'trace_id', 'traceId', 'request_id', 'requestId') ?? header(response.headers, 'x-request-id');
  return id === undefined ? null : id.slice(0, 200);
}
