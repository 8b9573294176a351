import { pathWith } from '../../api/client';
import type { ToolRequest } from './arguments';
import type { Tool } from './document';

/** @returns the request as a command for a terminal */
export function restText(tool: Tool, { path, query, body, headers }: ToolRequest): string {
  const lines = [
    `curl -X ${tool.method} '${location.origin}${pathWith(path, query)}'`,
    `-H "Authorization: Bearer $KEY"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [`-H "Content-Type: application/json"`, `-d ${quoted(JSON.stringify(body))}`]),
  ];
  return lines.join(' \\\n  ');
}

/** A text in single quotes as a shell takes it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** @returns the message that a host sends for it */
export function toolCallText(tool: Tool, { arguments: values }: ToolRequest): string {
  return JSON.stringify(
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool.name, arguments: values } },
    null,
    2,
  );
}
