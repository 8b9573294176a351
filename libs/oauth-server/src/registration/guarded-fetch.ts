import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { addressClassOf, DnsResolver, SystemResolver } from '@app/net';
import type { HostResolver } from '@app/net';
import { PinnedClient } from './pinned-client';

const RESOLVE_LIMIT_MS = 2000;

/**
 * Fetches what clients name: their metadata documents and key sets. Nothing but https to public addresses, and no
 * redirects, because whoever registers a client must not make us look around in the inner network.
 */
@Injectable()
export class GuardedFetch {
  private readonly resolver: HostResolver;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly client: PinnedClient,
  ) {
    this.resolver = config.oauth.metadataAllowPrivate ? new SystemResolver() : new DnsResolver();
  }

  /** Bound, so that it can be passed around. @throws without a request for what is not allowed */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const addresses = await this.check(url);
    const headers = Object.fromEntries(new Headers(init.headers));
    return this.client.get(url, addresses, headers, init.signal ?? undefined);
  };

  private async check(url: URL): Promise<readonly string[]> {
    const { metadataAllowPrivate: allowPrivate } = this.config.oauth;
    const schemes = allowPrivate ? ['https:', 'http:'] : ['https:'];
    if (!schemes.includes(url.protocol)) throw new Error('only https is fetched');
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    const addresses =
      isIP(host) === 0
        ? await this.resolver.addressesOf(host, AbortSignal.timeout(RESOLVE_LIMIT_MS))
        : [host];
    if (addresses.length === 0) throw new Error('the host name has no address');
    const isAllowed = (address: string): boolean => {
      const found = addressClassOf(address);
      return found === 'public' || (found === 'private' && allowPrivate);
    };
    if (!addresses.every(isAllowed)) throw new Error('the host is not on the public internet');
    return addresses;
  }
}
