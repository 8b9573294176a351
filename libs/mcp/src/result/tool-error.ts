import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { ErrorBody } from '@app/errors';
import { retryAdvice, translatePointer } from '@app/openapi-tools';
import type { ToolDefinition } from '@app/openapi-tools';

/**
 * The error body of a failed call as a model sees it: fields named as the arguments it gave, and whether and
 * when trying again makes sense.
 */
export function toolError(
  tool: ToolDefinition,
  status: number,
  body: ErrorBody,
  sent: { readonly requestHeaders: IncomingHttpHeaders; readonly replyHeaders: OutgoingHttpHeaders },
): Record<string, unknown> {
  const advice = retryAdvice(
    tool.method,
    status,
    { 'retry-after': sent.replyHeaders['retry-after']?.toString() },
    sent.requestHeaders['idempotency-key'] !== undefined,
    { idempotent: tool.annotations.idempotentHint },
  );
  return {
    ...body,
    ...(body.details && {
      details: body.details.map((detail) => ({ ...detail, field: argumentName(tool, detail.field) })),
    }),
    status,
    retryable: advice.retryable,
    ...(advice.retryAfterMs !== null && { retryAfterMs: advice.retryAfterMs }),
  };
}

function argumentName(tool: ToolDefinition, field: string): string {
  if (field.toLowerCase() === 'idempotency-key') return tool.idempotencyArgument ?? field;
  return translatePointer(tool, field) || field;
}
