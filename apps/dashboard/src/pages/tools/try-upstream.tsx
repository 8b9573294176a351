import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, send } from '../../api/client';
import type { Reply } from '../../api/client';
import type { ToolRequest } from '../../api/types';
import type { AdminTool } from './admin-tools';
import { argumentsOf } from './arguments';
import type { Draft } from './arguments';
import type { Field, Schema } from './document';
import { toolCallText, writtenRestText } from './request-text';
import { isDestructive } from './tools';
import { TryPanel } from './try-panel';
import type { CallForms } from './try-panel';

/** Tries a tool of an API of others: its document is the server's alone, which writes the request. */
export function TryUpstream({ tool }: { readonly tool: AdminTool }) {
  const [draft, setDraft] = useState<Draft>({});
  const [written, setWritten] = useState<ToolRequest>();
  const fields = fieldsOf(tool.input_schema);
  const attempt = useMutation({
    mutationFn: async (): Promise<Reply<unknown>> => {
      const { request } = await write(tool, argumentsOf(fields, draft));
      setWritten(request);
      return perform(request);
    },
  });
  const change = (next: Draft): void => {
    setDraft(next);
    setWritten(undefined);
  };
  return (
    <TryPanel
      name={tool.name}
      fields={fields}
      isDestructive={isDestructive(tool)}
      draft={draft}
      change={change}
      forms={formsOf(tool, fields, draft, written)}
      attempt={attempt}
    />
  );
}

const write = (tool: AdminTool, args: object): Promise<{ request: ToolRequest }> =>
  call('POST', `/api/admin/tools/${encodeURIComponent(tool.name)}/request`, { body: { arguments: args } });

function perform({
  method,
  path,
  query,
  headers,
  body,
  body_encoding,
}: ToolRequest): Promise<Reply<unknown>> {
  const url = query === '' ? path : `${path}?${query}`;
  if (body === null) return send(method, url, { headers });
  const bytes = body_encoding === 'base64' ? Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0)) : body;
  return send(method, url, { headers, rawBody: bytes });
}

/** The arguments as they stand in the schema of the tool; where they go is for the server to know. */
function fieldsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    place: 'body',
    isRequired: required.includes(name),
    schema,
    description: schema.description,
  }));
}

function formsOf(
  tool: AdminTool,
  fields: readonly Field[],
  draft: Draft,
  written: ToolRequest | undefined,
): CallForms | string {
  try {
    return {
      rest: written && writtenRestText(written),
      toolCall: toolCallText(tool.name, argumentsOf(fields, draft)),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
