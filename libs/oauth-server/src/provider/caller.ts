import { AsyncLocalStorage } from 'node:async_hooks';
import type { Answer } from '../registration/pinned-client';

/** Who sent the request that the library is working on. Its hooks see less of it. */
export interface Caller {
  readonly address: string;
  readonly requestId: string;
  /** Whether the request comes from a client that goes on, with a token or a code, and asks for no new access. */
  readonly isConnected: boolean;
  /** What was fetched on its behalf: the library asks again to find out where an error goes. */
  readonly fetched: Map<string, Promise<Answer>>;
}

const callers = new AsyncLocalStorage<Caller>();

/** Runs the library's handler so that its hooks can tell who called. */
export const asCaller = <T>(caller: Caller, work: () => T): T => callers.run(caller, work);

export const callerOf = (address: string, requestId: string, isConnected = false): Caller => ({
  address,
  requestId,
  isConnected,
  fetched: new Map(),
});

/** @returns the caller of the request at hand; empty texts outside of one */
export const currentCaller = (): Caller => callers.getStore() ?? callerOf('', '');
