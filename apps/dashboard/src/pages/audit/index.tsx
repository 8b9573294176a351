import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client';
import { useMembers } from '../../api/members';
import type { AuditPage } from '../../api/types';
import { Page, Section } from '../../ui/page';
import { Empty, Loaded } from '../../ui/states';
import { AuditTable } from './audit-table';
import { ExportButton } from './export-button';

export interface AuditFilters {
  readonly user_id: string;
  readonly operation_id: string;
  readonly outcome: string;
  readonly source: string;
  readonly credential_id: string;
}

const ALL: AuditFilters = { user_id: '', operation_id: '', outcome: '', source: '', credential_id: '' };
const PAGE = 50;

export default function AuditPageView() {
  const [filters, setFilters] = useState(ALL);
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const members = useMembers().data ?? [];
  const cursor = cursors.at(-1);
  const page = useQuery({
    queryKey: ['audit', filters, cursor],
    queryFn: () =>
      call<AuditPage>('GET', '/api/admin/audit-log', { query: { ...filters, cursor, limit: PAGE } }),
    placeholderData: keepPreviousData,
    // The newest page follows what happens; an older one stands still while it is read.
    refetchInterval: cursor === undefined ? 5000 : false,
  });
  const change = (part: Partial<AuditFilters>): void => {
    setFilters({ ...filters, ...part });
    setCursors([]);
  };
  return (
    <Page
      title="Audit log"
      lead="Every call and every change, with who, from where and how it ended. Entries cannot be changed or removed."
      actions={<ExportButton filters={filters} />}
    >
      <div className="row-end" role="search" aria-label="Filter the audit log">
        <NativeSelect
          label="Person"
          value={filters.user_id}
          data={[
            { value: '', label: 'Everybody' },
            ...members.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => change({ user_id: event.currentTarget.value })}
        />
        <NativeSelect
          label="Source"
          value={filters.source}
          data={[{ value: '', label: 'All' }, 'api', 'mcp', 'dashboard', 'dispatcher']}
          onChange={(event) => change({ source: event.currentTarget.value })}
        />
        <NativeSelect
          label="Outcome"
          value={filters.outcome}
          data={[{ value: '', label: 'All' }, ...OUTCOMES]}
          onChange={(event) => change({ outcome: event.currentTarget.value })}
        />
        <TextInput
          label="Operation"
          placeholder="start_run"
          value={filters.operation_id}
          onChange={(event) => change({ operation_id: event.currentTarget.value.trim() })}
        />
        <TextInput
          label="Credential id"
          value={filters.credential_id}
          onChange={(event) => change({ credential_id: event.currentTarget.value.trim() })}
        />
      </div>
      <Section title="Entries" flush>
        <Loaded query={page}>
          {({ entries, next_cursor: next }) => (
            <>
              {entries.length === 0 ? <Empty title="Nothing matches" /> : <AuditTable entries={entries} />}
              <Group justify="space-between" className="paging">
                <Button
                  size="xs"
                  variant="default"
                  disabled={cursors.length === 0}
                  onClick={() => setCursors(cursors.slice(0, -1))}
                >
                  Newer
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  disabled={next === null}
                  onClick={() => next !== null && setCursors([...cursors, next])}
                >
                  Older
                </Button>
              </Group>
            </>
          )}
        </Loaded>
      </Section>
    </Page>
  );
}

const OUTCOMES = [
  { value: 'ok', label: 'Answered' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
];
