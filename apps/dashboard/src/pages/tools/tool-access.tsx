import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useNameOf } from '../../api/members';
import type { ApiKey } from '../../api/types';
import { Badge } from '../../ui/badge';
import { Section } from '../../ui/page';
import { Empty, Loaded, Loading } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { useTeamCredentials, useToolAccess } from './admin-tools';
import type { TeamCredentials, ToolAccess } from './admin-tools';

/** Why a key or an app of the team can or cannot use a tool. */
export function AccessPanel({ tool }: { readonly tool: string }) {
  const credentials = useTeamCredentials();
  return (
    <Section
      title="Why can this key not see that tool?"
      about="Choose a key or a connected app: every check that its call meets, and what helps."
    >
      <Loaded query={credentials}>
        {(found) =>
          found.keys.length + found.apps.length === 0 ? (
            <Empty title="No keys and no apps yet">Connect a host, and ask here what it can do.</Empty>
          ) : (
            <AccessOf tool={tool} credentials={found} />
          )
        }
      </Loaded>
    </Section>
  );
}

interface AccessOfProps {
  readonly tool: string;
  readonly credentials: TeamCredentials;
}

function AccessOf({ tool, credentials: { keys, apps } }: AccessOfProps) {
  const [credential, setCredential] = useState('');
  const nameOf = useNameOf();
  const access = useToolAccess(tool, credential);
  const choices = [
    { value: '', label: 'Choose …' },
    {
      group: 'API keys',
      items: keys.map((key) => ({
        value: key.id,
        label: `${key.name} (${nameOf(key.user_id)}, …${key.last4})${endOf(key)}`,
      })),
    },
    {
      group: 'Connected apps',
      items: apps.map((app) => ({ value: app.id, label: `${app.client_name} (${nameOf(app.user_id)})` })),
    },
  ];
  return (
    <div className="stack-small">
      <NativeSelect
        label="Key or app"
        value={credential}
        data={choices}
        onChange={(event) => setCredential(event.currentTarget.value)}
      />
      {credential === '' ? (
        <p className="muted">Nothing is called: the answer comes from the same rules that judge calls.</p>
      ) : access.isPending ? (
        <Loading lines={3} />
      ) : (
        <Loaded query={access}>{(answer) => <Answer access={answer} />}</Loaded>
      )}
    </div>
  );
}

function endOf({ revoked_at: revoked, expires_at: expires }: ApiKey): string {
  if (revoked !== null) return ', revoked';
  return expires !== null && Date.parse(expires) < Date.now() ? ', expired' : '';
}

const CHECKS: Readonly<Record<ToolAccess['checks'][number]['check'], string>> = {
  credential: 'It is in force',
  membership: 'Its owner is in the team',
  view_bound: 'The server shows the tool',
  rate_limit: 'A call is within the limits',
  scope: 'Its scopes reach',
  permission: 'The role of its owner reaches',
};

function Answer({ access }: { readonly access: ToolAccess }) {
  const outcomes = [
    ['Sees it in its list', access.listed],
    ['A tool call passes', access.callable],
    ['A REST request passes', access.callable_over_rest],
  ] as const;
  return (
    <>
      <p className="row" role="status">
        {outcomes.map(([what, holds]) => (
          <Badge key={what} tone={holds ? 'good' : 'danger'}>
            {what}: {holds ? 'yes' : 'no'}
          </Badge>
        ))}
      </p>
      <DataTable
        label="Checks"
        rows={access.checks}
        keyOf={({ check }) => check}
        columns={[
          { name: 'Check', cell: ({ check }) => CHECKS[check] },
          {
            name: 'Answer',
            cell: ({ passed }) => (
              <Badge tone={passed ? 'good' : 'danger'}>{passed ? 'Passed' : 'Refused'}</Badge>
            ),
          },
          { name: 'Why', cell: ({ message }) => message },
        ]}
      />
    </>
  );
}
