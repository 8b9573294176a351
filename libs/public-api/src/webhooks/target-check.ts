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
    if (addresses.length === 0) {
      throw new TargetNotAllowedError('must name a host that can be found in the DNS');
    }
    if (!addresses.every((address) => this.isAllowed(address))) {
      // Which address it is would tell a stranger about the network here.
      throw new TargetNotAllowedError('must lead to public addresses alone');
    }
    return { url, addresses };
  }

  private isAllowed(address: string): boolean {
    const found = addressClassOf(address);
    return found === 'public' || (found === 'private' && this.allowPrivate);
  }
}
