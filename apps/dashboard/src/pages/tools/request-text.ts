import { pathWith } from '../../api/client';
import type { ToolRequest as Written } from '../../api/types';
import type { ToolRequest } from './arguments';
import type { Tool } from './document';

const CONTINUED = ' \\\n  ';

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
  return lines.join(CONTINUED);
}

/** @returns a request that the server wrote, as a command for a terminal */
export function writtenRestText({
  method,
  path,
  query,
  headers,
  body,
  body_encoding: encoding,
}: Written): string {
  const target = query === '' ? path : `${path}?${query}`;
  const lines = [
    `curl -X ${method} ${quoted(`${location.origin}${target}`)}`,
    `-H "Authorization: Bearer $KEY"`,
    ...Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
  ];
  if (body === null) return lines.join(CONTINUED);
  if (encoding === null) return [...lines, `--data-binary ${quoted(body)}`].join(CONTINUED);
  return `base64 -d <<< '${body}' | ${[...lines, '--data-binary @-'].join(CONTINUED)}`;
}

/** A text in single quotes as a shell takes it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** @returns the message that a host sends for it */
export function toolCallText(name: string, values: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: values } },
    null,
    2,
  );
}
