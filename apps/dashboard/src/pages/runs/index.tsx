import { NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { call } from '../../api/client';
import { useNameOf } from '../../api/members';
import type { Runs } from '../../api/types';
import { ago, dateTime } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { StatusBadge } from './status-badge';

const LIVE = ['pending', 'starting', 'running', 'waiting'];
const STATUSES = [
  { value: '', label: 'All' },
  { value: 'live', label: 'Live' },
  ...['pending', 'starting', 'running', 'waiting', 'completed', 'failed', 'stopped', 'interrupted'],
];

export default function RunsPage() {
  const [status, setStatus] = useState('');
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const nameOf = useNameOf();
  const query = { status: status === 'live' ? LIVE : status, search, offset, limit: 20 };
  const runs = useQuery({
    queryKey: ['runs', query],
    queryFn: () => call<Runs>('GET', '/v1/runs', { query }),
    placeholderData: keepPreviousData,
    refetchInterval: 4000,
  });
  return (
    <Page title="Runs" lead="What agents of this team are doing, and have done.">
      <div className="row-end" role="search" aria-label="Filter runs">
        <NativeSelect
          label="Status"
          value={status}
          data={STATUSES}
          onChange={(event) => {
            setStatus(event.currentTarget.value);
            setOffset(0);
          }}
        />
        <TextInput
          label="Search"
          placeholder="Agent, input or result"
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setOffset(0);
          }}
        />
      </div>
      <Section title="Runs" flush>
        <Loaded query={runs}>
          {(page) =>
            page.runs.length === 0 ? (
              <Empty title="No runs here">Start one from a connected host: “run the agent …”.</Empty>
            ) : (
              <>
                <DataTable
                  label="Runs"
                  rows={page.runs}
                  keyOf={({ id }) => id}
                  columns={[
                    {
                      name: 'Agent',
                      cell: (run) => <Link href={`/runs/${run.id}`}>{run.agent_name}</Link>,
                    },
                    { name: 'Status', cell: (run) => <StatusBadge status={run.status} /> },
                    { name: 'Started by', cell: (run) => nameOf(run.user_id) },
                    { name: 'From', cell: ({ source }) => source },
                    {
                      name: 'Created',
                      cell: ({ created_at: time }) => (
                        <time dateTime={time} title={dateTime(time)}>
                          {ago(time)}
                        </time>
                      ),
                    },
                  ]}
                />
                <Paging {...page} noun="run" go={setOffset} />
              </>
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}
