import { Logger } from '@nestjs/common';
import type * as oidcProvider from 'oidc-provider';

type Library = typeof oidcProvider;

let loading: Promise<Library> | undefined;

/**
 * Loads the library when it is first needed: the operator's commands do without, and so does a server whose tokens
 * an external one issues.
 */
export function loadLibrary(): Promise<Library> {
  loading ??= withoutConsole(() => import('oidc-provider'));
  return loading;
}

/** The library speaks past the log. That Node 20 is not among what it supports is known: tests hold it to work. */
async function withoutConsole<T>(work: () => Promise<T>): Promise<T> {
  const { console } = globalThis;
  const warn = console.warn.bind(console);
  console.warn = (text: unknown) => {
    if (!String(text).includes('Unsupported runtime')) new Logger('OAuth').warn(String(text));
  };
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}

export type { Library };
