import { useState } from 'react';
import { useNameOf } from '../../api/members';
import { Badge } from '../../ui/badge';
import { Confirm } from '../../ui/confirm';
import { ago, dateTime, day } from '../../ui/format';
import { Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { Bound } from './bound';
import { useKeys, useRevokeKey } from './keys';
import type { ApiKey, Whose } from './keys';
import { Rotate } from './rotate';

export function KeyList({ whose }: { readonly whose: Whose }) {
  const [offset, setOffset] = useState(0);
  const keys = useKeys(whose, offset);
  const columns = useColumns(whose);
  return (
    <Section title={whose === 'own' ? 'Your keys' : 'Keys of the team'} flush>
      <Loaded query={keys}>
        {(page) =>
          page.api_keys.length === 0 ? (
            <Empty title="No keys yet">Most hosts need none: they sign in with the browser.</Empty>
          ) : (
            <>
              <DataTable label="Keys" rows={page.api_keys} keyOf={({ id }) => id} columns={columns} />
              <Paging {...page} noun="key" go={setOffset} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function useColumns(whose: Whose): Column<ApiKey>[] {
  const nameOf = useNameOf();
  return [
    { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
    {
      name: 'Key',
      cell: (key) => (
        <code className="muted">
          {key.prefix}…{key.last4}
        </code>
      ),
    },
    ...(whose === 'team' ? [{ name: 'Of', cell: (key: ApiKey) => nameOf(key.user_id) }] : []),
    {
      name: 'It may',
      cell: ({ scopes, mcp_bound: bound }) => (
        <>
          {scopes.includes('mcp:write') ? 'Read and change' : 'Only read'}
          {bound !== null && <p className="muted small">Shows at most {bound}</p>}
        </>
      ),
    },
    { name: 'Last use', cell: (key) => ago(key.last_used_at) },
    { name: 'Ends', cell: (key) => <End apiKey={key} /> },
    { name: '', cell: (key) => !isOver(key) && <Actions apiKey={key} whose={whose} /> },
  ];
}

const isOver = ({ revoked_at: revoked, expires_at: expires }: ApiKey): boolean =>
  revoked !== null || (expires !== null && Date.parse(expires) < Date.now());

function End({ apiKey }: { readonly apiKey: ApiKey }) {
  if (apiKey.revoked_at !== null) return <Badge tone="danger">Revoked</Badge>;
  if (isOver(apiKey)) return <Badge tone="warning">Expired</Badge>;
  const { expires_at: expires, old_secret_until: old } = apiKey;
  return (
    <>
      {expires === null ? 'Never' : day(expires)}
      {expires !== null && <EndsSoon at={expires} />}
      {old !== null && Date.parse(old) > Date.now() && (
        <p className="muted small">Its old secret: {dateTime(old)}</p>
      )}
    </>
  );
}

const DAY = 86_400_000;
/** Days before the end from which on somebody is told, and told more loudly. */
const SOON = 14;
const VERY_SOON = 3;

/** In time to make another key: one that ends cannot be prolonged. */
function EndsSoon({ at }: { readonly at: string }) {
  const left = (Date.parse(at) - Date.now()) / DAY;
  if (left > SOON) return null;
  return (
    <p>
      <Badge tone={left > VERY_SOON ? 'warning' : 'danger'}>Ends {ago(at)}</Badge>
    </p>
  );
}

function Actions({ apiKey, whose }: { readonly apiKey: ApiKey; readonly whose: Whose }) {
  const revoke = useRevokeKey(whose);
  return (
    <span className="row">
      {whose === 'own' ? <Rotate apiKey={apiKey} /> : <Bound apiKey={apiKey} />}
      <Confirm
        label="Revoke"
        about={apiKey.name}
        title={`Revoke “${apiKey.name}”?`}
        act={() => revoke.mutateAsync(apiKey.id)}
      >
        Whatever uses it is refused from its next call on. This cannot be undone.
      </Confirm>
    </span>
  );
}
