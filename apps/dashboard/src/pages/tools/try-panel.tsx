import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ApiError } from '../../api/client';
import type { Reply } from '../../api/client';
import { Confirm } from '../../ui/confirm';
import { CopyBlock } from '../../ui/copy';
import { Section } from '../../ui/page';
import { Failure } from '../../ui/states';
import type { Draft } from './arguments';
import type { Field } from './document';
import { FieldInput } from './field-input';

/** One call in the forms that it has for a script and for a host. */
export interface CallForms {
  /** Undefined until it is known. */
  readonly rest: string | undefined;
  readonly toolCall: string;
}

interface TryPanelProps {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly isDestructive: boolean;
  readonly draft: Draft;
  readonly change: (draft: Draft) => void;
  /** Or what is wrong with the arguments. */
  readonly forms: CallForms | string;
  readonly attempt: UseMutationResult<Reply<unknown>, Error, void>;
}

/** Calls a tool as the person who is signed in, and shows the same call in each of its forms. */
export function TryPanel(props: TryPanelProps) {
  const { forms, attempt } = props;
  return (
    <>
      <div className="columns">
        <Arguments {...props} />
        <Section title="The same call">
          {typeof forms === 'string' ? (
            <p className="note note-warning">{forms}</p>
          ) : (
            <div className="stack-small">
              <h3>REST request</h3>
              {forms.rest === undefined ? (
                <p className="muted">It shows with the call.</p>
              ) : (
                <CopyBlock text={forms.rest} label="the REST request" />
              )}
              <h3>Tool call</h3>
              <CopyBlock text={forms.toolCall} label="the tool call" />
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
              <CopyBlock text={textOf(attempt.data.body)} label="the result" />
            </div>
          )}
        </div>
        {attempt.isError && <Problem error={attempt.error} />}
      </Section>
    </>
  );
}

function Arguments({ name, fields, isDestructive, draft, change, attempt }: TryPanelProps) {
  const isComplete = fields.every(({ name, isRequired }) => !isRequired || (draft[name] ?? '') !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isDestructive) attempt.mutate();
  };
  return (
    <Section title="Arguments" about="The call runs as you, with your rights, in this team.">
      <form className="stack-small" onSubmit={submit}>
        {fields.length === 0 && <p className="muted">It takes none.</p>}
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={draft[field.name] ?? ''}
            change={(value) => change({ ...draft, [field.name]: value })}
          />
        ))}
        <div className="row">
          {isDestructive ? (
            <Confirm
              label="Call"
              about={name}
              size="sm"
              title={`Call ${name}?`}
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
  );
}

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body, null, 2));

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
