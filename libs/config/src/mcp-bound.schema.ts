import { z } from 'zod';

/** The part of the tools that a server shows at most, or shows to one key. */
export interface McpBound {
  readonly readonly: boolean;
  readonly toolsets: readonly string[] | undefined;
  readonly tools: readonly string[] | undefined;
}

const UNBOUND: McpBound = { readonly: false, toolsets: undefined, tools: undefined };
/** Names of all tools of a large server fit. In characters. */
const MAX_KEY_BOUND = 4000;
const FORM = 'is written as in the URL of a host, e.g. readonly=1&toolsets=agents,runs';

/**
 * Reads the selectors of a bound, written as those of a URL are, so that there is one form to learn.
 * @returns the bound, or the part of the text that is none of it
 */
export function readMcpBound(text: string): { bound: McpBound } | { wrong: string } {
  const bound: { -readonly [K in keyof McpBound]: McpBound[K] } = { ...UNBOUND };
  for (const [name, value] of new URLSearchParams(text)) {
    const list = value.split(',').map((part) => part.trim());
    if (name === 'readonly' && (value === '1' || value === '0')) bound.readonly = value === '1';
    else if ((name === 'toolsets' || name === 'tools') && !list.includes('')) bound[name] = list;
    else return { wrong: `${name}=${value}` };
  }
  return { bound };
}

export const mcpBoundSchema = z
  .string()
  .default('')
  .transform((text, context): McpBound => {
    const read = readMcpBound(text);
    if ('bound' in read) return read.bound;
    context.addIssue({ code: 'custom', message: `MCP_BOUND ${FORM}; "${read.wrong}" is none of it.` });
    return z.NEVER;
  })
  .describe(
    'The tools that hosts are shown at most, as selectors of a URL: readonly=1, toolsets=agents,runs, tools=list_agents, joined by &. A request can narrow it and not widen it. It steers what models see; REST is not concerned, and rights are those of roles and scopes. A key can have a narrower one of its own. Empty: all tools.',
  );

/** The bound of a key, kept as it was written. */
export const keyMcpBoundSchema = () =>
  z
    .string()
    .min(1)
    .max(MAX_KEY_BOUND)
    .refine((text) => 'bound' in readMcpBound(text) && !text.includes('\0'), { message: FORM });
