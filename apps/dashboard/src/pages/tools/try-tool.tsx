import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/client';
import type { Reply } from '../../api/client';
import { requestOf } from './arguments';
import type { Draft } from './arguments';
import type { Tool } from './document';
import { restText, toolCallText } from './request-text';
import { isDestructive } from './tools';
import { TryPanel } from './try-panel';
import type { CallForms } from './try-panel';

/** Tries an operation of our own document. */
export function TryTool({ tool }: { readonly tool: Tool }) {
  const [draft, setDraft] = useState<Draft>({});
  const attempt = useMutation({ mutationFn: (): Promise<Reply<unknown>> => perform(tool, draft) });
  return (
    <TryPanel
      name={tool.name}
      fields={tool.fields}
      isDestructive={isDestructive(tool)}
      draft={draft}
      change={setDraft}
      forms={formsOf(tool, draft)}
      attempt={attempt}
    />
  );
}

async function perform(tool: Tool, draft: Draft): Promise<Reply<unknown>> {
  const { path, query, body, headers } = requestOf(tool, draft);
  return send(tool.method, path, { query, headers, ...(body && { body }) });
}

function formsOf(tool: Tool, draft: Draft): CallForms | string {
  try {
    const request = requestOf(tool, draft);
    return { rest: restText(tool, request), toolCall: toolCallText(tool.name, request.arguments) };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
