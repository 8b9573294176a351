import { isIP } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { addressClassOf, DnsResolver, SystemResolver } from '@app/net';
import type { HostResolver } from '@app/net';
import { currentCaller } from '../provider/caller';
import { FetchAway } from './fetch-away';
import { FetchBudget } from './fetch-budget';
import { FetchSlots } from './fetch-slots';
import { PinnedClient } from './pinned-client';
import type { Answer } from './pinned-client';

const RESOLVE_LIMIT_MS = 2000;
/**
 * How long the answer for a key set counts, failures included: anybody can send proofs in the name of a client, each
 * of which would make us ask its host. Shorter than makers of keys announce them ahead.
 */
const KEY_SET_MS = 60_000;
const MAX_KEY_SETS = 100;

/**
 * Fetches what clients name: their metadata documents and key sets. Nothing but https to public addresses, and no
 * redirects, because whoever registers a client must not make us look around in the inner network; and of that only
 * so much, because it must not make us flood others either.
 */
@Injectable()
export class GuardedFetch {
  private readonly resolver: HostResolver;
  private readonly slots = new FetchSlots();
  private readonly keySets: LRUCache<string, Promise<Answer>>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly client: PinnedClient,
    private readonly budget: FetchBudget,
    clock: Clock,
  ) {
    this.keySets = new LRUCache({ max: MAX_KEY_SETS, ttl: KEY_SET_MS, ttlResolution: 0, perf: clock });
    this.resolver = config.oauth.metadataAllowPrivate ? new SystemResolver() : new DnsResolver();
  }

  /**
   * Bound, so that it can be passed around.
   * @throws FetchAway if it may go well later; another error, without a request, for what is not allowed
   */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { status, headers, body } = await this.answerOf(url, init);
    // These may have no body, https://fetch.spec.whatwg.org/#null-body-status
    const isEmpty = [101, 204, 205, 304].includes(status);
    return new Response(isEmpty ? null : new Uint8Array(body), { status, headers });
  };

  private async answerOf(url: URL, init: RequestInit): Promise<Answer> {
    const { fetched, address } = currentCaller();
    // Documents are asked for like this, and the library keeps them as their headers say. All else is a key set.
    const known = init.redirect === 'manual' ? fetched : this.keySets;
    const before = known.get(url.href);
    if (before) return before;
    const isAdmitted = await this.budget.admits(address);
    const meanwhile = known.get(url.href);
    if (meanwhile) return meanwhile;
    // Neither refusal is kept: what one caller has had enough of, others may still need.
    if (!isAdmitted) throw new FetchAway('too many fetches for this address');
    const giveBack = this.slots.take(url.host);
    const answer = this.ask(url, init).finally(giveBack);
    known.set(url.href, answer);
    return answer;
  }

  private async ask(url: URL, { headers, signal }: RequestInit): Promise<Answer> {
    const addresses = await this.check(url);
    const fields = Object.fromEntries(new Headers(headers));
    const answer = await this.client
      .get(url, addresses, fields, signal ?? undefined)
      .catch((error: NodeJS.ErrnoException) => {
        // Without the cause, whose code would read as if a store of ours were down.
        throw new FetchAway(`no answer: ${error.code ?? error.message}`);
      });
    if (answer.status >= 400 && !isGone(answer.status)) throw new FetchAway(`status ${answer.status}`);
    return answer;
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
    if (addresses.length === 0) throw new FetchAway('the host name has no address');
    const isAllowed = (address: string): boolean => {
      const found = addressClassOf(address);
      return found === 'public' || (found === 'private' && allowPrivate);
    };
    if (!addresses.every(isAllowed)) throw new Error('the host is not on the public internet');
    return addresses;
  }
}

/** Any other refusal may come from a limit or a wall in front of the server and say nothing of the client. */
const isGone = (status: number): boolean => status === 404 || status === 410;
