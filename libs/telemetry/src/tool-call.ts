import type { Request } from 'express';

/** What is known about an MCP message beyond the operation that it became. */
export interface ToolCallTrace {
  readonly tool: string;
  /** Protocol revision the client spoke. */
  readonly revision: string;
  readonly clientName: string | undefined;
  /** Trace context of the host, https://www.w3.org/TR/trace-context/#traceparent-header; invalid ones are dropped. */
  readonly traceparent: string | undefined;
  /** Status of the operation itself; that of the HTTP reply is mostly 200. Set when the reply is known. */
  status: number | undefined;
}

const traces = new WeakMap<Request, ToolCallTrace>();

/** Marks a request as a tool call. */
export function setToolCall(request: Request, trace: ToolCallTrace): void {
  traces.set(request, trace);
}

/** @returns what is known about the tool call, `undefined` for a plain REST request */
export function toolCallOf(request: Request): ToolCallTrace | undefined {
  return traces.get(request);
}
