import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ApiError, send } from '../../api/client';
import type { Reply } from '../../api/client';
import { Confirm } from '../../ui/confirm';
import { CopyBlock } from '../../ui/copy';
import { Section } from '../../ui/page';
import { Failure } from '../../ui/states';
import { requestOf } from './arguments';
import type { Draft } from './arguments';
import type { Tool } from './document';
import { FieldInput } from './field-input';
import { restText, toolCallText } from './request-text';
import { isDestructive } from './tools';

/** Calls a tool as the person who is signed in, and shows the same call in each of its forms. */
export function TryTool({ tool }: { readonly tool: Tool }) {
  const [draft, setDraft] = useState<Draft>({});
  const attempt = useMutation({ mutationFn: (): Promise<Reply<unknown>> => perform(tool, draft) });
  const shown = tryRequest(tool, draft);
  const isComplete = tool.fields.every(({ name, isRequired }) => !isRequired || (draft[name] ?? '') !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isDestructive(tool)) attempt.mutate();
  };
  return (
    <>
      <div className="columns">
        <Section title="Arguments" about="The call runs as you, with your rights, in this team.">
          <form className="stack-small" onSubmit={submit}>
            {tool.fields.length === 0 && <p className="muted">It takes none.</p>}
            {tool.fields.map((field) => (
              <FieldInput
                key={field.name}
                field={field}
                value={draft[field.name] ?? ''}
                change={(value) => setDraft({ ...draft, [field.name]: value })}
              />
            ))}
            <div className="row">
              {isDestructive(tool) ? (
                <Confirm
                  label="Call"
                  about={tool.name}
                  size="sm"
                  title={`Call ${tool.name}?`}
                  act={async () => {
                    // What went wrong is shown beside the request, so the dialog closes either way.
                    await attempt.mutateAsync().catch(() => undefined);
                  }}
                >
                  It acts on real data of the team, and deletes or interrupts something.
                </Confirm>
              ) : (
                <Button type="submit" disabled={!isComplete} loading={attempt.isPending}>
                  Call
                </Button>
              )}
            </div>
          </form>
        </Section>
        <Section title="The same call">
          {typeof shown === 'string' ? (
            <p className="note note-warning">{shown}</p>
          ) : (
            <div className="stack-small">
              <h3>REST request</h3>
              <CopyBlock text={restText(tool, shown)} label="the REST request" />
              <h3>Tool call</h3>
              <CopyBlock text={toolCallText(tool, shown)} label="the tool call" />
            </div>
          )}
        </Section>
      </div>
      <Section title="Result">
        <div role="status">
          {attempt.isIdle && <p className="muted">Call the tool to see what it answers.</p>}
          {attempt.isPending && <p className="muted">Calling …</p>}
          {attempt.data && (
            <div className="stack-small">
              <p className="small muted">
                Status {attempt.data.status}, request id <code>{attempt.data.requestId}</code>
              </p>
              <CopyBlock text={JSON.stringify(attempt.data.body, null, 2)} label="the result" />
            </div>
          )}
        </div>
        {attempt.isError && <Problem error={attempt.error} />}
      </Section>
    </>
  );
}

async function perform(tool: Tool, draft: Draft): Promise<Reply<unknown>> {
  const { path, query, body, headers } = requestOf(tool, draft);
  return send(tool.method, path, { query, headers, ...(body && { body }) });
}

function tryRequest(tool: Tool, draft: Draft): ReturnType<typeof requestOf> | string {
  try {
    return requestOf(tool, draft);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function Problem({ error }: { readonly error: unknown }) {
  if (!(error instanceof ApiError)) return <Failure error={error} />;
  return (
    <div className="stack-small">
      <p className="small muted">
        Status {error.status}, <code>{error.code}</code>
      </p>
      <Failure error={error} />
    </div>
  );
}
