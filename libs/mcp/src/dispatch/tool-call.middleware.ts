import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { principalOf } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { ApiException, carryRefusal, refusalOf, setErrorForm } from '@app/errors';
import { encode, explainRefusal } from '@app/openapi-tools';
import type { EncodedRequest, JsonObject, Refusal, ToolDefinition } from '@app/openapi-tools';
import { setMcpTrace } from '@app/telemetry';
import type { McpTrace } from '@app/telemetry';
import { CatalogueViews } from '../catalogue/catalogue-view.service';
import type { CatalogueView } from '../catalogue/catalogue-view.service';
import { ToolCatalogue } from '../catalogue/tool-catalogue.service';
import { toolPolicyOf } from '../catalogue/tool-policy';
import { readHotMessage } from '../protocol/hot-message';
import type { HotCall } from '../protocol/hot-message';
import type { Json } from '../protocol/json';
import { unwrapCall } from '../facade/unwrap-call';
import { isMcpPath } from '../protocol/mcp-entry.middleware';
import { RESULT_BUDGET_BYTES } from '../result/call-result';
import { limitSlice, sliceFieldsOf } from '../result/fit-slice';
import { captureResponse } from './capture-response';
import { finishCall, sendInternalError } from './finish-call';
import type { OpenCall } from './open-call';
import { rewriteRequest } from './rewrite-request';

/** As much as Node takes of the head of a request on the wire, in characters. */
const MAX_HEAD_LENGTH = 16 * 1024;

/** A call of a tool that the caller is shown. */
interface FoundCall {
  readonly message: HotCall;
  readonly tool: ToolDefinition;
  readonly view: CatalogueView;
}

/**
 * The heart of the endpoint: a tool call becomes the REST request it stands for, on the same connection, and
 * goes on through the same router. From here on guards, validation, limits and audit see one REST request; the
 * end of its response is turned into the answer of the call.
 *
 * It judges nothing. What the codec refuses is left on the request, and the last guard throws it.
 */
@Injectable()
export class ToolCallMiddleware {
  constructor(
    private readonly catalogue: ToolCatalogue,
    private readonly views: CatalogueViews,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param onRewritten called when a request has become another one, so that what was derived from the old URL
   *   can be derived again
   */
  handler(onRewritten: (request: Request) => void): RequestHandler {
    return (request: Request, response: Response, next: NextFunction): void => {
      const call = this.callIn(request);
      if (call) {
        this.dispatch(call, request, response);
        onRewritten(request);
      }
      next();
    };
  }

  private callIn(request: Request): FoundCall | undefined {
    if (request.method !== 'POST' || !isMcpPath(request.path)) return undefined;
    const principal = principalOf(request);
    if (!principal || refusalOf(request)) return undefined;
    const message = readHotMessage(request.body, request.headers);
    if (message?.method !== 'tools/call') return undefined;
    const view = this.views.of(request, principal);
    // In the search view a call names its tool inside; from here on it is a call of that tool and of no other.
    const called = view.isSearch ? unwrapCall(message, view.profile) : message;
    const tool = called && this.catalogue.find(called.name);
    return called && tool && view.names.has(called.name) ? { message: called, tool, view } : undefined;
  }

  private dispatch({ message, tool, view }: FoundCall, request: Request, response: Response): void {
    const { profile, tools } = view;
    const outerBytes = outerBytesOf(request);
    const { request: encoded, refusal } = encode(tool, withinBudget(tool, message.arguments) as JsonObject, {
      maxHeadLength: MAX_HEAD_LENGTH,
      profile,
    });
    const { method, revision, clientName, traceparent } = message;
    const trace: McpTrace = { method, tool: tool.name, revision, clientName, traceparent };
    setMcpTrace(request, trace);
    setErrorForm(request, undefined);
    const outerHeaders = response.getHeaderNames();
    rewriteRequest(request, tool, encoded);
    const link = encoded.method === 'GET' ? `${this.config.publicUrl}${request.url}` : undefined;
    const call: OpenCall = { message, tool, profile, tools, link, outerHeaders };
    carryRefusals(request, tool, { encoded, refusal, outerBytes });
    captureResponse(response, (reply) => {
      trace.status = reply.status;
      try {
        finishCall(call, reply, request, response);
      } catch {
        sendInternalError(call, response);
      }
    });
  }
}

function withinBudget(tool: ToolDefinition, args: Json): Json {
  const slice = sliceFieldsOf(tool.extensions['x-slice']);
  if (!slice) return args;
  const { properties } = tool.inputSchema['full-2020-12'] as { properties?: Record<string, Json> };
  return limitSlice(args, slice, Number(properties?.[slice.limit]?.maximum), RESULT_BUDGET_BYTES);
}

/** @returns bytes of the message; `Infinity` if only reading shows them, as for one that was sent compressed */
function outerBytesOf(request: Request): number {
  const { 'content-encoding': encoding, 'content-length': length } = request.headers;
  return encoding === undefined ? Number(length ?? Infinity) : Infinity;
}

function sizeOf(body: EncodedRequest['body']): number {
  return body instanceof Uint8Array ? body.length : Buffer.byteLength(JSON.stringify(body ?? null));
}

function carryRefusals(
  request: Request,
  tool: ToolDefinition,
  call: { encoded: EncodedRequest; refusal: Refusal | null; outerBytes: number },
): void {
  const { refusal, encoded, outerBytes } = call;
  const { bodyLimit } = toolPolicyOf(tool);
  // The body cannot be larger than the message that carried it, so mostly there is nothing to measure.
  if (outerBytes > bodyLimit && sizeOf(encoded.body) > bodyLimit) {
    carryRefusal(request, () => new ApiException('payload_too_large'));
  }
  if (refusal) {
    carryRefusal(
      request,
      () => new ApiException('invalid_request', { details: explainRefusal(tool, refusal) }),
    );
  }
}
