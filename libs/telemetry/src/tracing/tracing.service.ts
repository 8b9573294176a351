import type { OnApplicationShutdown } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';
import type { NextFunction, Request, Response } from 'express';
import { requestIdOf, RequestSlot } from '@app/errors';
import type { CallFacts, CallObserver } from '../call-observer';
import type { CallRecorder } from '../call-recorder.service';
import type { OpenTelemetry, OpenTracer } from './open-tracer';
import { attributesOf, spanNameOf } from './span-facts';
import { setTraceId } from './trace-id';

const spans = new RequestSlot<Span>();

/**
 * One span per request, and a tool call is one request: what it becomes inside is known only when it is over, so name
 * and attributes are set at the end.
 *
 * - Its parent is the `traceparent` header (https://www.w3.org/TR/trace-context/).
 * - What an MCP host says in `_meta.traceparent` becomes a link: the span has begun before the body is read.
 */
export class Tracing implements CallObserver, OnApplicationShutdown {
  constructor(
    private readonly open: OpenTracer | undefined,
    recorder: CallRecorder,
  ) {
    if (open) recorder.watch(this);
  }

  /** Begins the span of a request; `undefined` if nobody wants traces. */
  get middleware(): ((request: Request, response: Response, next: NextFunction) => void) | undefined {
    const { open } = this;
    if (!open) return undefined;
    const { api, tracer } = open;
    return (request, _response, next) => {
      const parent = api.propagation.extract(api.ROOT_CONTEXT, request.headers);
      const span = tracer.startSpan('request', { kind: api.SpanKind.SERVER }, parent);
      spans.set(request, span);
      setTraceId(request, span.spanContext().traceId);
      api.context.with(api.trace.setSpan(parent, span), next);
    };
  }

  observe(call: CallFacts): void {
    const span = spans.get(call.request);
    if (!this.open || !span) return;
    const { api } = this.open;
    span.updateName(spanNameOf(call));
    span.setAttributes({ ...attributesOf(call), 'duvo.request_id': requestIdOf(call.request) });
    const host = call.mcp?.traceparent && spanContextIn(call.mcp.traceparent, api);
    if (host) span.addLink({ context: host });
    if (call.status >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
    span.end();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.open?.close();
  }
}

/** @returns what a legal traceparent names, unless it is one of all zeros */
function spanContextIn(traceparent: string, api: OpenTelemetry) {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return api.isSpanContextValid(context) ? context : undefined;
}
