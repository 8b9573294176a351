import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client';
import { useMembers } from '../../api/members';
import type { EffectiveLimits, Usage } from '../../api/types';
import { Badge } from '../../ui/badge';
import { number, perWindow } from '../../ui/format';
import { Section } from '../../ui/page';
import { Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { useUsage } from '../usage/usage';

/** What holds for somebody, and why. */
export function EffectiveLimit() {
  const [subject, setSubject] = useState('');
  const members = useMembers().data ?? [];
  const choices = [
    { value: '', label: 'Choose a person, a key or an app …' },
    { group: 'People', items: members.map(({ id, name }) => ({ value: `user_id=${id}`, label: name })) },
    { group: 'Keys and apps of the last hour', items: credentialChoices(useUsage().data) },
  ];
  return (
    <Section
      title="Effective limit"
      about="What holds for somebody now, and the rule it comes from."
      flush
      actions={
        <NativeSelect
          aria-label="Whose limit"
          value={subject}
          data={choices}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
      }
    >
      {subject === '' ? (
        <p className="muted">Choose somebody to see each limit with its reason.</p>
      ) : (
        <LimitTable subject={subject} />
      )}
    </Section>
  );
}

function credentialChoices(usage: Usage | undefined): { value: string; label: string }[] {
  return (usage?.credentials ?? []).flatMap(({ credential }) => {
    const label = credential.name ?? credential.key_prefix ?? credential.client_id ?? credential.id;
    if (credential.type === 'api_key') return [{ value: `api_key_id=${credential.id}`, label }];
    return credential.client_id === null ? [] : [{ value: `client_id=${credential.client_id}`, label }];
  });
}

function LimitTable({ subject }: { readonly subject: string }) {
  const at = subject.indexOf('=');
  const limits = useQuery({
    queryKey: ['effective-limits', subject],
    queryFn: () =>
      call<EffectiveLimits>('GET', '/api/admin/effective-limits', {
        query: { [subject.slice(0, at)]: subject.slice(at + 1) },
      }),
    refetchInterval: 5000,
  });
  return (
    <Loaded query={limits}>
      {({ limits: rows }) => (
        <DataTable
          label="Effective limit"
          rows={rows}
          keyOf={(row) => `${row.bucket} ${row.counted_per} ${row.rule_id} ${row.mode}`}
          columns={[
            { name: 'Bucket', cell: ({ bucket }) => <code>{bucket}</code> },
            {
              name: 'Limit',
              cell: (row) =>
                `${number(row.limit)} per ${perWindow(row.window_seconds)}, each ${row.counted_per}`,
            },
            {
              name: 'Left',
              numeric: true,
              cell: ({ remaining }) => (remaining === null ? '–' : number(remaining)),
            },
            {
              name: 'Mode',
              cell: ({ mode }) => (
                <Badge tone={mode === 'enforce' ? 'neutral' : 'warning'}>
                  {mode === 'enforce' ? 'Enforced' : 'On trial'}
                </Badge>
              ),
            },
            { name: 'Because', cell: ({ because }) => because },
          ]}
        />
      )}
    </Loaded>
  );
}
