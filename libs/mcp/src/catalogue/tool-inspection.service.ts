import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { encode, explainRefusal, printableRequest, tokensOf } from '@app/openapi-tools';
import type { JsonObject, PrintableRequest, RefusalIssue, ToolDefinition } from '@app/openapi-tools';
import { boundedTools, toolsWithinKey } from './bounded-tools';
import { gateFindingsOf } from './host-gate';
import type { GateFinding } from './host-gate';
import { DEFAULT_PROFILE } from './request-view';
import { ToolCatalogue } from './tool-catalogue.service';
import { toolPolicyOf } from './tool-policy';
import type { ToolPolicy } from './tool-policy';

/** A tool as somebody who looks after the server sees it. */
export interface InspectedTool
  extends
    Pick<
      ToolDefinition,
      'name' | 'title' | 'description' | 'method' | 'path' | 'toolsets' | 'annotations' | 'aliases'
    >,
    Pick<ToolPolicy, 'permission' | 'scope'> {
  /** Name of the API of others that it comes from; `null`: it is one of ours. */
  readonly upstream: string | null;
  /** As hosts see it that ask for no profile. */
  readonly inputSchema: object;
  /** Estimated tokens of its entry in `tools/list`. */
  readonly tokens: number;
  /** What hosts would refuse it for. */
  readonly findings: readonly GateFinding[];
  /** Whether it is within the bound of the server (MCP_BOUND). */
  readonly isWithinBound: boolean;
}

/** The REST request of a tool call, and what of its arguments would be refused. */
export interface InspectedCall {
  readonly request: PrintableRequest;
  readonly issues: readonly RefusalIssue[];
}

/** The tools that are served now, measured and checked. */
@Injectable()
export class ToolInspection {
  private version = -1;
  private inspected: readonly InspectedTool[] = [];

  constructor(
    private readonly catalogue: ToolCatalogue,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns all tools, in name order */
  all(): readonly InspectedTool[] {
    if (this.version !== this.catalogue.version) {
      this.inspected = inspect(this.catalogue.tools, this.config);
      this.version = this.catalogue.version;
    }
    return this.inspected;
  }

  /** @returns the tool of that name or alias */
  find(name: string): InspectedTool | undefined {
    const found = this.catalogue.find(name);
    return found && this.all().find((tool) => tool.name === found.name);
  }

  /** @returns the request that a call of the tool with these arguments stands for; it is not made */
  encode(name: string, args: Readonly<Record<string, unknown>>): InspectedCall | undefined {
    const tool = this.catalogue.find(name);
    if (!tool) return undefined;
    const { request, refusal } = encode(tool, args as JsonObject, { profile: DEFAULT_PROFILE });
    return { request: printableRequest(request), issues: refusal ? explainRefusal(tool, refusal) : [] };
  }

  /** @returns whether the bound of a key leaves the tool, whatever that of the server does */
  isWithinKey({ name }: InspectedTool, keyBound: string | null): boolean {
    return toolsWithinKey(this.catalogue.tools, keyBound ?? '').some((tool) => tool.name === name);
  }
}

function inspect(tools: readonly ToolDefinition[], { mcpBound }: Config): InspectedTool[] {
  const shown = new Set(boundedTools(tools, mcpBound));
  const findings = gateFindingsOf(tools);
  return tools.map((tool) => {
    const { name, aliases, title, description, method, path, toolsets, annotations } = tool;
    const { permission, scope } = toolPolicyOf(tool);
    const upstream = tool.extensions['x-upstream'];
    return {
      ...{ name, aliases, title, description, method, path, toolsets, annotations, permission, scope },
      upstream: typeof upstream === 'string' ? upstream : null,
      inputSchema: tool.inputSchema[DEFAULT_PROFILE],
      tokens: tokensOf(tool, DEFAULT_PROFILE),
      findings: findings.filter((finding) => finding.tool === name),
      isWithinBound: shown.has(tool),
    };
  });
}
