import { useState } from 'react';
import { useNameOf } from '../../api/members';
import type { ConnectedApp } from '../../api/types';
import { Confirm } from '../../ui/confirm';
import { ago, day } from '../../ui/format';
import { Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { useApps, useDisconnect } from './apps';
import type { Whose } from './apps';

export function AppList({ whose }: { readonly whose: Whose }) {
  const [offset, setOffset] = useState(0);
  const apps = useApps(whose, offset);
  const columns = useColumns(whose);
  return (
    <Section title={whose === 'own' ? 'Your apps' : 'Apps of the team'} flush>
      <Loaded query={apps}>
        {(page) =>
          page.connected_apps.length === 0 ? (
            <Empty title="No apps yet">An app is here once somebody has signed in from it.</Empty>
          ) : (
            <>
              <DataTable
                label="Connected apps"
                rows={page.connected_apps}
                keyOf={({ id }) => id}
                columns={columns}
              />
              <Paging {...page} noun="app" go={setOffset} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function useColumns(whose: Whose): Column<ConnectedApp>[] {
  const nameOf = useNameOf();
  const disconnect = useDisconnect(whose);
  return [
    { name: 'App', cell: (app) => <strong>{app.client_name}</strong> },
    { name: 'Sends people to', cell: (app) => <code className="muted">{app.redirect_host}</code> },
    ...(whose === 'team' ? [{ name: 'Of', cell: (app: ConnectedApp) => nameOf(app.user_id) }] : []),
    {
      name: 'It may',
      cell: ({ scopes }) => (scopes.includes('mcp:write') ? 'Read and change' : 'Only read'),
    },
    { name: 'Since', cell: (app) => day(app.created_at) },
    { name: 'Last use', cell: (app) => ago(app.last_used_at) },
    {
      name: '',
      cell: (app) => (
        <Confirm
          label="Disconnect"
          about={app.client_name}
          title={`Disconnect “${app.client_name}”?`}
          act={() => disconnect.mutateAsync(app.id)}
        >
          It is refused from its next call on. To use it again, sign in from it again.
        </Confirm>
      ),
    },
  ];
}
