import type { Request } from 'express';
import { RequestSlot } from '@app/errors';

/** What is known about an MCP message. */
export interface McpTrace {
  /** JSON-RPC method, as far as the body names one. */
  readonly method: string | undefined;
  /** Tool of a `tools/call`. */
  readonly tool?: string | undefined;
  /** Protocol revision the client spoke. */
  readonly revision: string | undefined;
  readonly clientName: string | undefined;
  /** Trace context of the host, https://www.w3.org/TR/trace-context/#traceparent-header; invalid ones are dropped. */
  readonly traceparent?: string | undefined;
  /** Status of the operation itself; that of the HTTP reply is mostly 200. Set when the reply is known. */
  status?: number | undefined;
  /** Why the protocol layer refused the message. */
  refusal?: string | undefined;
}

const traces = new RequestSlot<McpTrace>();

/** Marks a request as an MCP message. */
export function setMcpTrace(request: Request, trace: McpTrace): void {
  traces.set(request, trace);
}

/** @returns what is known about the MCP message, `undefined` for a plain REST request */
export function mcpTraceOf(request: Request): McpTrace | undefined {
  return traces.get(request);
}
