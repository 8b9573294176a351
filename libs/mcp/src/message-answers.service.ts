import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Principal } from '@app/auth';
import { requestIdOf } from '@app/errors';
import { setMcpTrace } from '@app/telemetry';
import { CatalogueViews } from './catalogue/catalogue-view.service';
import { facadeTool } from './facade/facade-tools';
import { ToolSearch } from './facade/tool-search.service';
import { ToolLists } from './list/tool-list.service';
import { describeMessage } from './protocol/describe-message';
import { readHotMessage } from './protocol/hot-message';
import { RPC, sendRpcError } from './protocol/json-rpc-error';
import { isObject } from './protocol/json';
import { SdkEndpoint } from './protocol/sdk-endpoint.service';

/** Answers every message that did not become a REST request. */
@Injectable()
export class MessageAnswers {
  constructor(
    private readonly views: CatalogueViews,
    private readonly lists: ToolLists,
    private readonly search: ToolSearch,
    private readonly sdk: SdkEndpoint,
  ) {}

  answer(request: Request, response: Response, principal: Principal): Promise<void> | void {
    if (request.method !== 'POST') {
      response.setHeader('allow', 'POST');
      return sendRpcError(response, 405, {
        code: RPC.request,
        message: 'Use POST: this endpoint keeps no stream.',
      });
    }
    const body: unknown = request.body;
    setMcpTrace(request, describeMessage(body, request.headers));
    const fault = faultOf(body);
    if (fault) return sendRpcError(response, 400, { code: RPC.request, message: fault });
    const message = readHotMessage(body, request.headers);
    if (!message) return this.sdk.handle(request, response, principal);
    const view = this.views.of(request, principal);
    const { problems } = view;
    if (problems.length > 0) {
      return sendRpcError(response, 200, { code: RPC.params, message: problems.join(' ') }, message.id);
    }
    if (message.method === 'tools/list') return this.lists.send(request, response, message, principal);
    if (view.isSearch && facadeTool(message.name)) {
      const text = this.search.answer(message, view, principal, requestIdOf(request));
      response.status(200).type('application/json').send(text);
      return;
    }
    return sendRpcError(
      response,
      200,
      { code: RPC.params, message: `Unknown tool: ${message.name}` },
      message.id,
    );
  }
}

/**
 * What no era can make sense of. Batches existed in 2025-03-26 only and no known host sends them, so one rule
 * serves all revisions.
 */
function faultOf(body: unknown): string | undefined {
  if (Array.isArray(body)) return 'Batches are not supported; send one message per request.';
  if (!isObject(body) || body.jsonrpc !== '2.0') return 'The body must be one JSON-RPC 2.0 message.';
  if (body.id === null) return 'The id of a message must not be null.';
  return undefined;
}
