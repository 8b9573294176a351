import type { Response } from 'express';

/** Codes of https://www.jsonrpc.org/specification#error_object that our own answers use. */
export const RPC = { parse: -32700, request: -32600, params: -32602, internal: -32603 } as const;

export type RpcId = string | number | null;

/** Writes a JSON-RPC error. `id` is null where the message it answers has none. */
export function sendRpcError(
  response: Response,
  status: number,
  error: { code: number; message: string; data?: unknown },
  id: RpcId = null,
): void {
  response
    .status(status)
    .type('application/json')
    .send(JSON.stringify({ jsonrpc: '2.0', id, error }));
}
