import { Button } from '@mantine/core';
import { useState } from 'react';
import { useNameOf } from '../../api/members';
import { Badge } from '../../ui/badge';
import { Confirm } from '../../ui/confirm';
import { titleOf } from '../../ui/format';
import { Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Failure, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { useChangeConnection, useConnections, useDeleteConnection } from './connections';
import type { Connection } from './connections';
import { EditConnection } from './edit-connection';
import { Grants } from './grants';

export function ConnectionList() {
  const [offset, setOffset] = useState(0);
  const connections = useConnections(offset);
  const columns = useColumns();
  return (
    <Section title="Connections you can see" flush>
      <Loaded query={connections}>
        {(page) =>
          page.connections.length === 0 ? (
            <Empty title="No connections yet">Make one for the account that an agent is to work with.</Empty>
          ) : (
            <>
              <DataTable
                label="Connections"
                rows={page.connections}
                keyOf={({ id }) => id}
                columns={columns}
              />
              <Paging {...page} noun="connection" go={setOffset} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function useColumns(): Column<Connection>[] {
  const nameOf = useNameOf();
  return [
    {
      name: 'Name',
      cell: ({ name, account_label: account }) => (
        <>
          <strong>{name}</strong>
          {account !== null && <p className="muted small">{account}</p>}
        </>
      ),
    },
    {
      name: 'System',
      cell: ({ type, provider }) => (
        <>
          {titleOf(type)}
          <p className="muted small">{provider}</p>
        </>
      ),
    },
    { name: 'Of', cell: ({ owner_id: owner }) => nameOf(owner) },
    { name: 'You may', cell: ({ access }) => SAID[access] },
    { name: 'State', cell: (connection) => <State connection={connection} /> },
    { name: '', cell: (connection) => <Actions connection={connection} /> },
  ];
}

const SAID: Readonly<Record<Connection['access'], string>> = {
  none: 'Nothing',
  view: 'View it',
  use: 'Use it',
  manage: 'Manage it',
};

const REASONS: Readonly<Record<string, string>> = {
  owner_left: 'Its owner has left the team.',
  credentials_expired: 'Sign in again.',
};

function State({ connection }: { readonly connection: Connection }) {
  const { status, broken_reason: reason, shared } = connection;
  return (
    <>
      <Badge tone={status === 'active' ? 'good' : 'danger'}>{titleOf(status)}</Badge>
      {shared && <p className="muted small">Shared with the team</p>}
      {reason !== null && <p className="muted small">{REASONS[reason] ?? titleOf(reason)}</p>}
    </>
  );
}

function Actions({ connection }: { readonly connection: Connection }) {
  const { rights } = connection;
  const remove = useDeleteConnection(connection.id);
  const mayEdit = rights.includes('edit');
  return (
    <span className="row">
      {mayEdit && <EditConnection connection={connection} />}
      {mayEdit && <Grants connection={connection} />}
      {!mayEdit && rights.includes('unshare') && <Unshare connection={connection} />}
      {rights.includes('delete') && (
        <Confirm
          label="Delete"
          about={connection.name}
          title={`Delete “${connection.name}”?`}
          act={() => remove.mutateAsync(undefined)}
        >
          Its credentials and grants go with it. Agents that use it fail from now on. This cannot be undone.
        </Confirm>
      )}
    </span>
  );
}

/** It can be taken back by whoever manages the connection, so it asks nothing first. */
function Unshare({ connection }: { readonly connection: Connection }) {
  const change = useChangeConnection(connection.id);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`Stop sharing ${connection.name}`}
        loading={change.isPending}
        onClick={() => change.mutate({ shared: false })}
      >
        Stop sharing
      </Button>
      {change.isError && <Failure error={change.error} />}
    </>
  );
}
