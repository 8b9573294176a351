import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { LRUCache } from 'lru-cache';
import type { Principal } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { listEntry } from '@app/openapi-tools';
import type { ListEntry } from '@app/openapi-tools';
import { mayEverCall } from '@app/permissions';
import { CatalogueViews } from '../catalogue/catalogue-view.service';
import type { CatalogueView } from '../catalogue/catalogue-view.service';
import { toolPolicyOf } from '../catalogue/tool-policy';
import { facadeTools } from '../facade/facade-tools';
import { META, SERVER_INFO } from '../protocol/revisions';
import type { Era } from '../protocol/revisions';
import { listAdvice } from './list-advice';
import { MAX_TAIL_BYTES, prefixedText } from './prefixed-compression';
import type { Encoding, PrefixedText } from './prefixed-compression';

/** One entry per permission set, view and era. A list of 400 tools takes about half a megabyte. */
const MAX_LISTS = 200;
/** Most long lists that the log names. */
const MAX_REPORTS = 20;

/** `tools/list`: ready bytes, plain and compressed. Only the id of the message differs between two answers. */
@Injectable()
export class ToolLists {
  private readonly ready = new LRUCache<string, PrefixedText>({ max: MAX_LISTS });
  private readonly reported = new Set<string>();
  private readonly logger = new Logger(ToolLists.name);

  constructor(
    private readonly views: CatalogueViews,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Answers a well-formed `tools/list`. */
  send(
    request: Request,
    response: Response,
    message: { id: string | number; era: Era },
    principal: Principal,
  ): void {
    const body = this.bytes(this.views.of(request, principal), principal, message.era);
    const tail = `${JSON.stringify(message.id)}}`;
    const encoding = tail.length > MAX_TAIL_BYTES / 4 ? 'identity' : encodingOf(request);
    response.vary('Accept-Encoding');
    if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
    const [shared, own] = body.with(tail, encoding);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader('content-length', shared.length + own.length);
    response.status(200).write(shared);
    response.end(own);
  }

  /** @returns the same list as objects, for the SDK */
  entries(request: Request, principal: Principal): ListEntry[] {
    return entriesOf(this.views.of(request, principal), principal);
  }

  private bytes(view: CatalogueView, principal: Principal, era: Era): PrefixedText {
    const key = `${era} ${permissionSetOf(principal)} ${view.key}`;
    const known = this.ready.get(key);
    if (known) return known;
    const made = prefixedText(
      `{"jsonrpc":"2.0","result":${JSON.stringify(this.result(view, principal, era))},"id":`,
      // Anybody can invent a view; only the one that all hosts ask for is worth the time of the best compression.
      view.isDefault ? 'smallest' : 'quick',
    );
    this.ready.set(key, made);
    return made;
  }

  /** Each length once: anybody can ask for a list again. */
  private report(advice: string): void {
    if (this.reported.has(advice) || this.reported.size >= MAX_REPORTS) return;
    this.reported.add(advice);
    this.logger.warn(advice);
  }

  private result(view: CatalogueView, principal: Principal, era: Era): object {
    const tools = entriesOf(view, principal);
    const advice = listAdvice(tools.length, Buffer.byteLength(JSON.stringify(tools)));
    if (advice !== undefined) this.report(advice);
    if (era === 'legacy') return { tools };
    return {
      tools,
      resultType: 'complete',
      ttlMs: this.config.mcpListTtlMs,
      cacheScope: 'private',
      _meta: { [META.serverInfo]: SERVER_INFO, ...(advice !== undefined && { [META.advice]: advice }) },
    };
  }
}

function entriesOf(view: CatalogueView, principal: Principal): ListEntry[] {
  const visible = view.tools.filter((tool) => mayEverCall(principal, toolPolicyOf(tool)));
  const listed = view.isSearch
    ? facadeTools(visible.every(({ annotations }) => annotations.readOnlyHint))
    : visible;
  return listed.map((tool) => listEntry(tool, view.profile));
}

/** Two credentials with the same set see the same list. */
function permissionSetOf({ role, credential, scopes }: Principal): string {
  return credential.type === 'oauth' ? `${role} oauth` : `${role} ${scopes?.join(',') ?? 'all'}`;
}

function encodingOf(request: Request): Encoding {
  if (request.headers['accept-encoding'] === undefined) return 'identity';
  const accepted = request.acceptsEncodings('br', 'gzip', 'identity');
  return accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
}
