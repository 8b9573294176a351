import type { Request, Response } from 'express';
import { writeFlatError } from '@app/errors';
import type { ApiException } from '@app/errors';
import { RPC, sendRpcError } from './json-rpc-error';

/** The SDK's code for a content type it does not read; ours must not differ from it. */
const UNSUPPORTED_MEDIA_TYPE = -32000;

/** Credential, limit and availability concern the transport: hosts read these by status and headers. */
const TRANSPORT_STATUSES = new Set([401, 403, 429, 503]);

/**
 * Form of an error on `/v1/mcp` while the message is not (yet) a tool call. A message that could not be read
 * has no id, so it is null.
 */
export function mcpErrorForm(error: ApiException, request: Request, response: Response): void {
  const status = error.getStatus();
  if (TRANSPORT_STATUSES.has(status)) {
    writeFlatError(error, request, response);
    return;
  }
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  sendRpcError(response, status, { code: codeOf(error, status), message: error.message });
}

function codeOf(error: ApiException, status: number): number {
  if (status === 415) return UNSUPPORTED_MEDIA_TYPE;
  if (error.details.some((detail) => detail.code === 'invalid_json')) return RPC.parse;
  return status >= 500 ? RPC.internal : RPC.request;
}
