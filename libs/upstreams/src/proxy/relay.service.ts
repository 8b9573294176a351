import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { ApiException, setErrorOf } from '@app/errors';
import { Clock } from '@app/auth';
import { mcpTraceOf, Metrics } from '@app/telemetry';
import { failureOf, timedOut, UpstreamFailure } from '../client/upstream-failure';
import type { UpstreamReply } from '../client/upstream-client';
import type { LiveUpstream, ServedOperation } from '../routes/served-operation';
import { outgoingRequestOf } from './outgoing-request';
import { Redactor } from './redactor';
import { refusalOfReply } from './refusing-reply';
import { replyBody, smallBody } from './reply-body';
import { replyHeaders } from './reply-headers';

/** Up to here a reply is read whole before the first byte goes out, so that a failure is an error and no torso; in bytes. */
const WHOLE_BYTES = 64 * 1024;

/** Carries a call that the guards have let through to its upstream, and the reply back. */
@Injectable()
export class Relay {
  constructor(
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** @throws ApiException while nothing of the reply has gone out */
  async serve(operation: ServedOperation, request: Request, response: Response): Promise<void> {
    const { upstream } = operation;
    const outgoing = outgoingRequestOf(request, operation);
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(timedOut()), upstream.settings.timeLimitSeconds * 1000);
    // A write that has begun completes; what nobody waits for is not read on.
    const leave = (): void => {
      if (!response.writableEnded && outgoing.method === 'GET')
        limit.abort(new UpstreamFailure('upstream_error', 'was left by its caller'));
    };
    response.once('close', leave);
    const startedAt = performance.now();
    try {
      const reply = await upstream.client.send(outgoing, limit.signal);
      await this.reply(reply, upstream, request, response, startedAt);
      this.count(upstream, reply.statusCode >= 400 ? 'refused' : 'ok');
    } catch (error) {
      if (error instanceof ApiException) throw error;
      const failure = limit.signal.aborted ? failureOf(limit.signal.reason) : failureOf(error);
      this.count(upstream, failure.code.replace('upstream_', ''));
      this.fail(failure.toException(upstream.settings.name), request, response);
    } finally {
      clearTimeout(timer);
      response.off('close', leave);
    }
  }

  private async reply(
    reply: UpstreamReply,
    upstream: LiveUpstream,
    request: Request,
    response: Response,
    startedAt: number,
  ): Promise<void> {
    const { maxResponseBytes } = upstream.settings;
    const refusal = refusalOfReply(reply, maxResponseBytes, this.clock.now());
    if (refusal) {
      reply.body.destroy();
      throw refusal;
    }
    const redactor = new Redactor(upstream.credential.secrets);
    const small = await smallBody(reply, Math.min(WHOLE_BYTES, maxResponseBytes), redactor);
    const parts = replyBody(reply, maxResponseBytes, redactor);
    // A result of a tool is made of the whole reply anyway.
    const most = mcpTraceOf(request)?.tool === undefined ? WHOLE_BYTES : Infinity;
    const first = small ? { bytes: small, isWhole: true } : await collect(parts, most);
    const duration = (performance.now() - startedAt) / 1000;
    this.metrics.add('upstream_duration_seconds', { upstream: upstream.settings.name }, duration);
    response.statusCode = reply.statusCode;
    for (const [name, value] of Object.entries(replyHeaders(reply.headers, upstream, redactor))) {
      response.setHeader(name, value);
    }
    if (first.isWhole) {
      if (![204, 205].includes(reply.statusCode)) response.setHeader('content-length', first.bytes.length);
      response.end(first.bytes);
      return;
    }
    response.write(first.bytes);
    for await (const part of parts) {
      if (response.destroyed) break;
      if (!response.write(part)) await drained(response);
    }
    response.end();
  }

  /** A torso must not look like a whole: the connection ends without the end of the message. */
  private fail(error: ApiException, request: Request, response: Response): void {
    if (!response.headersSent) throw error;
    setErrorOf(request, error);
    response.destroy();
    response.end();
  }

  private count({ settings }: LiveUpstream, outcome: string): void {
    this.metrics.add('upstream_requests_total', { upstream: settings.name, outcome });
  }
}

async function collect(
  parts: AsyncGenerator<Buffer>,
  most: number,
): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size <= most) {
    const step = await parts.next();
    if (step.done) return { bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), isWhole: true };
    chunks.push(step.value);
    size += step.value.length;
  }
  return { bytes: Buffer.concat(chunks), isWhole: false };
}

const drained = (response: Response): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
