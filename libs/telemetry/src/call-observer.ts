import type { Request } from 'express';
import type { Principal } from '@app/auth';
import type { RouteMatch } from '@app/permissions';
import type { McpTrace } from './mcp-trace';

/** What is known about a call when its reply is out. */
export interface CallFacts {
  readonly request: Request;
  /** The route that served it; `undefined` where there is none. */
  readonly match: RouteMatch | undefined;
  readonly principal: Principal | undefined;
  /** What it was as an MCP message. */
  readonly mcp: McpTrace | undefined;
  /** Of a tool call that of its operation; 499 if the client left before the reply. */
  readonly status: number;
  /** Of the HTTP reply. */
  readonly outerStatus: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** Hears of each call once, behind the reply. It must not throw and has nothing to wait for. */
export interface CallObserver {
  observe(call: CallFacts): void;
}
