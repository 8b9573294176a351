import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { addressClassOf, DnsResolver, SystemResolver } from '@app/net';
import type { HostResolver } from '@app/net';
import { currentCaller } from '../provider/caller';
import { PinnedClient } from './pinned-client';
import type { Answer } from './pinned-client';

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
    const { fetched } = currentCaller();
    const asking = fetched.get(url.href) ?? this.ask(url, init);
    fetched.set(url.href, asking);
    const { status, headers, body } = await asking;
    // These may have no body, https://fetch.spec.whatwg.org/#null-body-status
    const isEmpty = [101, 204, 205, 304].includes(status);
    return new Response(isEmpty ? null : new Uint8Array(body), { status, headers });
  };

  private async ask(url: URL, { headers, signal }: RequestInit): Promise<Answer> {
    const addresses = await this.check(url);
    return this.client.get(url, addresses, Object.fromEntries(new Headers(headers)), signal ?? undefined);
  }

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
