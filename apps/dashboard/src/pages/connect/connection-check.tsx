import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/client';
import { useMe } from '../../api/session';
import type { AuditPage } from '../../api/types';
import { ago } from '../../ui/format';
import { Section } from '../../ui/page';
import { Failure } from '../../ui/states';

/** Waits for the first call of a host of this person. */
export function ConnectionCheck() {
  const [opened] = useState(() => new Date().toISOString());
  const userId = useMe().data?.user.id;
  const calls = useQuery({
    queryKey: ['connection-check', userId, opened],
    queryFn: () =>
      call<AuditPage>('GET', '/api/admin/audit-log', {
        query: { source: 'mcp', user_id: userId, since: opened, limit: 1 },
      }),
    refetchInterval: ({ state }) => (state.data?.entries.length ? false : 2000),
  });
  const first = calls.data?.entries[0];
  return (
    <Section title="Has it connected?">
      {calls.isError && <Failure error={calls.error} />}
      <div role="status">
        {first ? (
          <div className="note note-good">
            <strong>Your host has connected.</strong> It called <code>{first.operation_id}</code>{' '}
            {ago(first.time)}. <Link href="/admin/audit">See its calls</Link>
          </div>
        ) : (
          <p className="row muted">
            <Loader size="xs" aria-hidden="true" />
            Waiting for the first call. Ask your host: “List my Duvo agents.”
          </p>
        )}
      </div>
    </Section>
  );
}
