import type { ToolDefinition } from '@app/openapi-tools';

/** Names under which the arguments of an operation go out, by place. */
export interface WireNames {
  readonly query: readonly string[];
  /** Lower case. */
  readonly headers: readonly string[];
  readonly cookies: readonly string[];
}

/** Gathered once per operation: a call asks for them every time. */
export function wireNamesOf(tool: ToolDefinition): WireNames {
  const namesIn = (place: string): string[] =>
    tool.arguments.filter((argument) => argument.in === place).map(({ wire }) => wire);
  const headers = namesIn('header').map((name) => name.toLowerCase());
  if (tool.idempotencyArgument !== null) headers.push('idempotency-key');
  return { query: namesIn('query'), headers, cookies: namesIn('cookie') };
}
