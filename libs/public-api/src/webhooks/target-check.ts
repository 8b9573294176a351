import { isIP } from 'node:net';
import { addressClassOf } from '@app/net';
import type { HostResolver } from './host-resolver';
import { TargetNotAllowedError } from './target-not-allowed.error';
import { targetUrlOf } from './target-url';

/** A target that may be connected to, at these addresses and no other. */
export interface Target {
  readonly url: URL;
  readonly addresses: readonly string[];
}

const NOT_PUBLIC = 'must lead to a host that the public DNS knows, and to public addresses alone';

/**
 * Decides where webhooks may go: https on port 443, no user info, and public addresses alone.
 *
 * - Every address of a name counts, since the sender of a packet does not choose among them.
 * - Development: http, other ports, loopback and private networks will do as well.
 */
export class TargetCheck {
  constructor(
    private readonly resolver: HostResolver,
    private readonly allowPrivate: boolean,
  ) {}

  /**
   * @param signal ends the search for addresses early
   * @throws TargetNotAllowedError
   */
  async check(text: string, signal: AbortSignal): Promise<Target> {
    const url = targetUrlOf(text, this.allowPrivate);
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses = isIP(host) === 0 ? await this.resolver.addressesOf(host, signal) : [host];
    // One sentence for both: which names there are inside, and at what addresses, is no business of a stranger.
    if (addresses.length === 0 || !addresses.every((address) => this.isAllowed(address)))
      throw new TargetNotAllowedError(NOT_PUBLIC);
    return { url, addresses };
  }

  private isAllowed(address: string): boolean {
    const found = addressClassOf(address);
    return found === 'public' || (found === 'private' && this.allowPrivate);
  }
}
