import { z } from 'zod';

/** The part of the tools that a server shows at most. */
export interface McpBound {
  readonly readonly: boolean;
  readonly toolsets: readonly string[] | undefined;
  readonly tools: readonly string[] | undefined;
}

const UNBOUND: McpBound = { readonly: false, toolsets: undefined, tools: undefined };
const FORM = 'MCP_BOUND is written as in the URL of a host, e.g. readonly=1&toolsets=agents,runs';

/** Written as the selectors of a URL are, so that there is one form to learn. */
export const mcpBoundSchema = z
  .string()
  .default('')
  .transform((text, context): McpBound => {
    const bound: { -readonly [K in keyof McpBound]: McpBound[K] } = { ...UNBOUND };
    for (const [name, value] of new URLSearchParams(text)) {
      const list = value.split(',').map((part) => part.trim());
      if (name === 'readonly' && (value === '1' || value === '0')) bound.readonly = value === '1';
      else if ((name === 'toolsets' || name === 'tools') && !list.includes('')) bound[name] = list;
      else context.addIssue({ code: 'custom', message: `${FORM}; "${name}=${value}" is none of it.` });
    }
    return bound;
  })
  .describe(
    'The tools that hosts are shown at most, as selectors of a URL: readonly=1, toolsets=agents,runs, tools=list_agents, joined by &. A request can narrow it and not widen it. It steers what models see; REST is not concerned, and rights are those of roles and scopes. Empty: all tools.',
  );
