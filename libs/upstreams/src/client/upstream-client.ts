import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import type { HostResolver } from '@app/net';
import { parseUrl } from '@app/net';
import type { UpstreamCredential } from '../config/credential';
import type { UpstreamSettings } from '../config/upstreams.schema';
import { CircuitBreaker } from './circuit-breaker';
import { guardedConnector } from './guarded-connect';
import { isIdempotent, isPassing, readRetryAfter, waitBefore } from './retry-rules';
import { failureOf, timedOut, UpstreamFailure } from './upstream-failure';

/** A request as the caller made it; the credential is not in it. */
export interface OutgoingRequest {
  readonly method: string;
  /** Encoded, below the base URL. */
  readonly path: string;
  /** Encoded, without `?`; empty: none. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export type UpstreamReply = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

export interface ClientSurroundings {
  readonly resolver: HostResolver;
  /** Milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

const MAX_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Of the headers of a reply, in bytes. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Most bytes of an unwanted body that are read so that its connection can be used again. */
const DUMP_BYTES = 64 * 1024;

/**
 * Speaks to one upstream, and to no other host whatever a request or a reply says: the pool knows one origin, a path
 * cannot name another, and a redirect is followed only within it.
 */
export class UpstreamClient {
  readonly breaker: CircuitBreaker;
  private readonly base: URL;
  private readonly basePath: string;
  private readonly pool: Pool;

  constructor(
    private readonly settings: UpstreamSettings,
    private readonly credential: UpstreamCredential,
    private readonly surroundings: ClientSurroundings,
  ) {
    this.base = new URL(settings.baseUrl);
    this.basePath = this.base.pathname.replace(/\/+$/, '');
    const { failures, openSeconds } = settings.circuit;
    this.breaker = new CircuitBreaker({ failures, openMs: openSeconds * 1000 }, surroundings.now);
    const limitMs = settings.timeLimitSeconds * 1000;
    this.pool = new Pool(this.base.origin, {
      connections: settings.maxConnections,
      connect: guardedConnector({
        resolver: surroundings.resolver,
        allowPrivate: settings.allowPrivateAddresses,
        timeoutMs: settings.connectTimeoutSeconds * 1000,
      }),
      headersTimeout: limitMs,
      bodyTimeout: limitMs,
      maxHeaderSize: MAX_HEADER_BYTES,
      maxResponseSize: settings.maxResponseBytes,
    });
  }

  /**
   * @param signal ends the call: the reply is read under it too
   * @returns the reply, its body unread; redirects within the host are followed already
   * @throws UpstreamFailure
   */
  async send(request: OutgoingRequest, signal: AbortSignal): Promise<UpstreamReply> {
    const deadline = this.surroundings.now() + this.settings.timeLimitSeconds * 1000;
    const tries = isIdempotent(request.method) ? this.settings.retries : 0;
    for (let attempt = 0; ; attempt += 1) {
      this.admit();
      const result = await this.attempt(request, signal);
      const wait = attempt < tries ? this.waitAfter(result, attempt) : undefined;
      if (wait === undefined || this.surroundings.now() + wait >= deadline) {
        if (result instanceof UpstreamFailure) throw result;
        return result;
      }
      if (!(result instanceof UpstreamFailure)) await discard(result);
      await sleep(wait, undefined, { signal }).catch(() => {
        throw timedOut();
      });
    }
  }

  /** Ends everything at once. */
  async destroy(): Promise<void> {
    if (!this.pool.destroyed) await this.pool.destroy();
  }

  private admit(): void {
    const wait = this.breaker.waitMs();
    if (wait === 0) return;
    throw new UpstreamFailure(
      'upstream_unavailable',
      'has failed so often that it is left alone for a while',
      {
        retryAfterSeconds: Math.max(1, Math.ceil(wait / 1000)),
      },
    );
  }

  private async attempt(
    request: OutgoingRequest,
    signal: AbortSignal,
  ): Promise<UpstreamReply | UpstreamFailure> {
    try {
      const reply = await this.follow(request, signal);
      if (isPassing(reply.statusCode)) this.breaker.failed();
      else this.breaker.succeeded();
      return reply;
    } catch (error) {
      const { reason } = signal as { reason: unknown };
      const failure = signal.aborted
        ? reason instanceof UpstreamFailure
          ? reason
          : timedOut(error)
        : failureOf(error);
      if (failure.code === 'upstream_error' && failure.options.again !== true) this.breaker.abandoned();
      else this.breaker.failed();
      return failure;
    }
  }

  private waitAfter(result: UpstreamReply | UpstreamFailure, attempt: number): number | undefined {
    const { random, now } = this.surroundings;
    if (result instanceof UpstreamFailure) {
      return result.options.again ? waitBefore(attempt, undefined, random()) : undefined;
    }
    if (!isPassing(result.statusCode)) return undefined;
    return waitBefore(attempt, readRetryAfter(result.headers['retry-after'], now()), random());
  }

  private async follow(request: OutgoingRequest, signal: AbortSignal): Promise<UpstreamReply> {
    let path = `${this.basePath}${request.path}`;
    let { query } = request;
    for (let redirects = 0; ; redirects += 1) {
      const reply = await this.once({ ...request, path, query }, signal);
      if (!REDIRECTS.has(reply.statusCode)) return reply;
      await discard(reply);
      const target = this.redirectOf(reply, `${path}${query === '' ? '' : `?${query}`}`);
      if (request.method !== 'GET' || redirects >= MAX_REDIRECTS || !target) {
        const why = target ? 'which is not followed any further' : 'to another place, which is not followed';
        throw new UpstreamFailure('upstream_error', `answered with a redirect ${why}`);
      }
      path = target.pathname;
      // Some repeat the whole query; the credential is added anew.
      query = pairsOf(target.search.slice(1))
        .filter((pair) => pair !== this.credential.query)
        .join('&');
    }
  }

  private redirectOf(reply: UpstreamReply, from: string): URL | undefined {
    const { location } = reply.headers;
    if (typeof location !== 'string') return undefined;
    const target = parseUrl(location, `${this.base.origin}${from}`);
    const isHere = target?.origin === this.base.origin && target.username === '' && target.password === '';
    return isHere ? target : undefined;
  }

  private async once(
    { method, path, query, headers, body }: OutgoingRequest,
    signal: AbortSignal,
  ): Promise<UpstreamReply> {
    const pairs = [query, this.credential.query].filter((part) => part !== '').join('&');
    const reply = await this.pool.request({
      method: method,
      path: pairs === '' ? path : `${path}?${pairs}`,
      headers: { ...headers, ...this.credential.headers },
      body: body ?? null,
      signal,
    });
    // A body that breaks while nobody reads it would otherwise end the process.
    reply.body.on('error', () => undefined);
    return reply;
  }
}

const pairsOf = (query: string): string[] => query.split('&').filter((pair) => pair !== '');

async function discard({ body }: UpstreamReply): Promise<void> {
  // Whatever is wrong with a body that nobody wants is nobody's business.
  await body.dump({ limit: DUMP_BYTES }).catch(() => undefined);
}
