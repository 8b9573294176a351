import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import {
  createMcpHandler,
  isLegacyRequest,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { McpHttpHandler, McpRequestContext, Tool } from '@modelcontextprotocol/server';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import type { Principal } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { mcpTraceOf } from '@app/telemetry';
import { ToolLists } from '../list/tool-list.service';
import { INSTRUCTIONS, LEGACY_REVISIONS, MODERN_REVISION, SERVER_INFO } from './revisions';

/** How much of a protocol error goes into the log, in characters. */
const MAX_REFUSAL = 500;

/** What a handler needs to know of the request it serves; travels through the SDK as `authInfo.extra`. */
interface Served {
  readonly request: HttpRequest;
  readonly principal: Principal;
}

/**
 * Everything but well-formed `tools/call` and `tools/list`: handshake, discovery, notifications and every
 * protocol error. The SDK knows both eras; we leave their wording to it.
 */
@Injectable()
export class SdkEndpoint implements OnApplicationShutdown {
  private readonly modern: McpHttpHandler;

  constructor(
    private readonly lists: ToolLists,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.modern = createMcpHandler((context) => this.newServer(context), { legacy: 'reject' });
  }

  /** Answers one message. The body has been parsed and the caller authenticated. */
  async handle(request: HttpRequest, response: HttpResponse, principal: Principal): Promise<void> {
    const web = toWebRequest(request);
    const authInfo = { token: '', clientId: '', scopes: [], extra: { served: { request, principal } } };
    const options = { parsedBody: request.body as unknown, authInfo };
    const legacy = await isLegacyRequest(web, request.body);
    const answer = legacy ? await this.handleLegacy(web, options) : await this.modern.fetch(web, options);
    await writeWebResponse(answer, request, response);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.modern.close();
  }

  /** The handler's own legacy leg answers with a stream always; ours answers with one JSON object. */
  private async handleLegacy(
    web: Request,
    options: { parsedBody: unknown; authInfo: McpRequestContext['authInfo'] },
  ): Promise<Response> {
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: true,
    });
    const server = this.newServer({ era: 'legacy', ...(options.authInfo && { authInfo: options.authInfo }) });
    await server.connect(transport);
    try {
      return await transport.handleRequest(web, options);
    } finally {
      await transport.close();
    }
  }

  private newServer(context: McpRequestContext): Server {
    const hint = { ttlMs: this.config.mcpListTtlMs, cacheScope: 'private' as const };
    const server = new Server(SERVER_INFO, {
      capabilities: { tools: { listChanged: false } },
      instructions: INSTRUCTIONS,
      supportedProtocolVersions: [MODERN_REVISION, ...LEGACY_REVISIONS],
      cacheHints: { 'tools/list': hint, 'server/discover': hint },
    });
    const served = context.authInfo?.extra?.served as Served;
    server.setRequestHandler('tools/list', (message) => {
      if (message.params?.cursor !== undefined) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, 'Unknown cursor: the list has one page.');
      }
      return { tools: this.lists.entries(served.request, served.principal) as unknown as Tool[] };
    });
    // Every call that may run has taken the path of its own; what arrives here is not a call.
    server.setRequestHandler('tools/call', (message) => {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `This is not a valid call of ${message.params.name}.`,
      );
    });
    return server;
  }
}

function toWebRequest(request: HttpRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'authorization') headers.set(name, [value].flat().join(', '));
  }
  // We always answer with JSON; the SDK insists that a client also names the stream it will not get.
  headers.set('accept', 'application/json, text/event-stream');
  headers.set('content-type', 'application/json');
  headers.delete('content-length');
  return new Request('http://mcp.invalid/v1/mcp', {
    method: 'POST',
    headers,
    body: JSON.stringify(request.body),
  });
}

async function writeWebResponse(
  answer: Response,
  request: HttpRequest,
  response: HttpResponse,
): Promise<void> {
  response.status(answer.status);
  for (const [name, value] of answer.headers) {
    if (name !== 'cache-control' && name !== 'connection') response.setHeader(name, value);
  }
  const bytes = Buffer.from(await answer.arrayBuffer());
  const trace = mcpTraceOf(request);
  // Hosts in the middle of the change of eras send envelopes and headers that disagree; the log must say which.
  if (trace && answer.status >= 400) trace.refusal = bytes.toString('utf8').slice(0, MAX_REFUSAL);
  response.end(bytes);
}
