import { AsyncLocalStorage } from 'node:async_hooks';

/** Who sent the request that the library is working on. Its hooks see less of it. */
export interface Caller {
  readonly address: string;
  readonly requestId: string;
}

const callers = new AsyncLocalStorage<Caller>();

/** Runs the library's handler so that its hooks can tell who called. */
export const asCaller = <T>(caller: Caller, work: () => T): T => callers.run(caller, work);

/** @returns the caller of the request at hand; empty texts outside of one */
export const currentCaller = (): Caller => callers.getStore() ?? { address: '', requestId: '' };
