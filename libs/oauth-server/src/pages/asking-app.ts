import type { InteractionClient } from '../provider/interaction';
import { displayName } from './display-text';

/** The program that asks, in words fit for a page. */
export interface AskingApp {
  /** What it calls itself, bounded and in one line; still to be escaped, as everything. */
  readonly name: string;
  /** Where the person is sent back: a host, perhaps with a port, or the scheme of an app such as `cursor:`. */
  readonly returnsTo: string;
  readonly way: 'website' | 'this_computer' | 'app_scheme';
  /** Nobody on our side has looked at it. */
  readonly isUnverified: boolean;
  /** Host of the document that describes it, where its id is the address of one. */
  readonly documentHost: string | undefined;
}

/** Longest host or scheme that is shown; a host name has at most 253 characters (RFC 1035). */
const MAX_HOST_LENGTH = 270;

/** @returns the client as pages show it */
export function askingAppOf(client: InteractionClient): AskingApp {
  return {
    name: displayName(client.name, 'An app without a name'),
    returnsTo: client.redirectHost.slice(0, MAX_HOST_LENGTH),
    way: wayOf(client),
    isUnverified: client.registration !== 'static',
    documentHost: client.registration === 'document' ? hostOf(client.id) : undefined,
  };
}

function wayOf({ redirectHost, redirectIsLoopback }: InteractionClient): AskingApp['way'] {
  if (redirectIsLoopback) return 'this_computer';
  return redirectHost.endsWith(':') ? 'app_scheme' : 'website';
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host;
  } catch {
    return undefined;
  }
}
