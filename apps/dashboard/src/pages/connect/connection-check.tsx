import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/client';
import { isAdmin, useMe } from '../../api/session';
import type { ConnectionCheckReply } from '../../api/types';
import { ago } from '../../ui/format';
import { Section } from '../../ui/page';
import { Failure } from '../../ui/states';

/** Waits for the first call of a host of this person. */
export function ConnectionCheck() {
  const [opened] = useState(() => new Date().toISOString());
  const me = useMe().data;
  const calls = useQuery({
    queryKey: ['connection-check', opened],
    queryFn: () =>
      call<ConnectionCheckReply>('GET', '/api/settings/connection-check', { query: { since: opened } }),
    refetchInterval: ({ state }) => (state.data?.call ? false : 2000),
  });
  const first = calls.data?.call;
  return (
    <Section title="Has it connected?">
      {calls.isError && <Failure error={calls.error} />}
      <div role="status">
        {first ? (
          <div className="note note-good">
            <strong>Your host has connected.</strong> It called <code>{first.operation_id}</code>{' '}
            {ago(first.time)}.{' '}
            {isAdmin(me?.current_team?.role) && <Link href="/admin/audit">See its calls</Link>}
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
