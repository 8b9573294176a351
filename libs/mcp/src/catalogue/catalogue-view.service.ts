import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { LRUCache } from 'lru-cache';
import type { Principal } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { view } from '@app/openapi-tools';
import type { Profile, ToolDefinition } from '@app/openapi-tools';
import { boundedTools, toolsWithinKey } from './bounded-tools';
import { DEFAULT_PROFILE, requestViewOf } from './request-view';
import { ToolCatalogue } from './tool-catalogue.service';

export interface CatalogueView {
  readonly tools: readonly ToolDefinition[];
  readonly names: ReadonlySet<string>;
  /** Whether the tools are found by a search instead of being listed. */
  readonly isSearch: boolean;
  readonly profile: Profile;
  /** Equal for views of the same tools in the same profile, however they were asked for. */
  readonly key: string;
  /** Whether it is what is seen without any selector. */
  readonly isDefault: boolean;
  /** Sentences naming selectors that mean nothing; then there are no tools. */
  readonly problems: readonly string[];
}

/** Views are few in practice; a client that invents selectors must not fill the memory. */
const MAX_VIEWS = 500;

/** The part of the catalogue that a request sees, whoever asks. */
@Injectable()
export class CatalogueViews {
  private readonly cache = new LRUCache<string, CatalogueView>({ max: MAX_VIEWS });

  private version = 0;
  private all: readonly ToolDefinition[] = [];

  constructor(
    private readonly catalogue: ToolCatalogue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns the view that the selectors of the request ask for, within the bounds of the server and of the key */
  of(request: Request, { mcpBound = '' }: Principal): CatalogueView {
    if (this.version !== this.catalogue.version) {
      this.all = boundedTools(this.catalogue.tools, this.config.mcpBound);
      this.cache.clear();
      this.version = this.catalogue.version;
    }
    const asked = requestViewOf(request);
    const cacheKey = mcpBound === '' ? asked.key : `${asked.key} within ${mcpBound}`;
    const known = this.cache.get(cacheKey);
    if (known) return known;
    const result = view({ tools: toolsWithinKey(this.all, mcpBound) }, asked.selector);
    const problems = [...asked.problems, ...result.issues.map((issue) => issue.message)];
    const tools = problems.length > 0 ? [] : result.tools;
    const names = new Set(tools.flatMap((tool) => [tool.name, ...tool.aliases]));
    const { profile } = asked;
    const isWhole = tools.length === this.all.length;
    const isSearch = asked.selector.mode === 'search';
    const key = `${this.version} ${profile} ${isSearch ? 'search' : 'all'} ${isWhole ? '*' : tools.map(({ name }) => name).join(' ')}`;
    const isDefault = isWhole && !isSearch && profile === DEFAULT_PROFILE;
    const made = { tools, names, isSearch, profile, key, isDefault, problems };
    this.cache.set(cacheKey, made);
    return made;
  }
}
