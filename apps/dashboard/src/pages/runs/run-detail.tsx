import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Link, useParams } from 'wouter';
import { call } from '../../api/client';
import { useNameOf } from '../../api/members';
import type { Run, RunDetail } from '../../api/types';
import { Confirm } from '../../ui/confirm';
import { dateTime } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { Failure, Loaded } from '../../ui/states';
import { HumanRequestForm } from './human-request-form';
import { Messages } from './messages';
import { isLive, StatusBadge } from './status-badge';

export default function RunPage() {
  const { id = '' } = useParams<{ id: string }>();
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ['run', id],
    queryFn: () => call<RunDetail>('GET', `/v1/runs/${encodeURIComponent(id)}`),
    refetchInterval: 3000,
  });
  const stop = (): Promise<unknown> =>
    call('POST', `/v1/runs/${id}/stop`, { body: {} }).then(() =>
      queries.invalidateQueries({ queryKey: ['run', id] }),
    );
  const detail = run.data;
  return (
    <Page
      title={detail ? `Run of ${detail.run.agent_name}` : 'Run'}
      lead={<Link href="/runs">All runs</Link>}
      actions={
        detail &&
        isLive(detail.run.status) && (
          <Confirm label="Stop run" about="" title="Stop this run?" act={stop} size="sm">
            The agent ends what it is doing. A stopped run cannot be resumed.
          </Confirm>
        )
      }
    >
      <Loaded query={run}>
        {({ run: found, pending_human_request: request }) => (
          <>
            <Facts run={found} />
            {request && (
              <Section title="The agent asks">
                <HumanRequestForm request={request} />
              </Section>
            )}
            <Section title="Messages">
              <Messages runId={id} isLive={isLive(found.status)} />
              {!['failed', 'stopped'].includes(found.status) && <PostMessage runId={id} />}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Facts({ run }: { readonly run: Run }) {
  const nameOf = useNameOf();
  return (
    <Section title="Overview" actions={<StatusBadge status={run.status} />}>
      <dl className="facts">
        <dt>Started by</dt>
        <dd>
          {nameOf(run.user_id)}, from {run.source}
        </dd>
        <dt>Created</dt>
        <dd>{dateTime(run.created_at)}</dd>
        {run.completed_at !== null && (
          <>
            <dt>Ended</dt>
            <dd>{dateTime(run.completed_at)}</dd>
          </>
        )}
        {run.error && (
          <>
            <dt>Error</dt>
            <dd>
              {run.error.message} <code>{run.error.code}</code>
            </dd>
          </>
        )}
        <dt>Run id</dt>
        <dd>
          <code>{run.id}</code>
        </dd>
      </dl>
    </Section>
  );
}

function PostMessage({ runId }: { readonly runId: string }) {
  const [message, setMessage] = useState('');
  const queries = useQueryClient();
  const post = useMutation({
    mutationFn: () => call('POST', `/v1/runs/${runId}/messages`, { body: { message } }),
    onSuccess: async () => {
      setMessage('');
      await queries.invalidateQueries({ queryKey: ['messages', runId] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    post.mutate();
  };
  return (
    <form className="stack-small message-form" onSubmit={submit}>
      {post.isError && <Failure error={post.error} />}
      <Textarea
        label="Message to the agent"
        autosize={false}
        rows={3}
        value={message}
        onChange={(event) => setMessage(event.currentTarget.value)}
      />
      <Button type="submit" disabled={message.trim() === ''} loading={post.isPending}>
        Send
      </Button>
    </form>
  );
}
