import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useNameOf } from '../../api/members';
import { Dialog } from '../../ui/confirm';
import { Failure, Loaded } from '../../ui/states';
import { AddGrant, LevelField } from './add-grant';
import { useGrants, useReplaceGrants } from './connections';
import type { Connection, Grant } from './connections';

/** Who may do what with a connection besides its owner. Nothing is changed before it is saved. */
export function Grants({ connection }: { readonly connection: Connection }) {
  const [isOpen, setOpen] = useState(false);
  const grants = useGrants(connection.id, isOpen);
  const close = (): void => setOpen(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`Grants of ${connection.name}`}
        onClick={() => setOpen(true)}
      >
        Grants
      </Button>
      <Dialog title={`Who may use “${connection.name}”`} isOpen={isOpen} close={close} size="lg">
        {isOpen && (
          <Loaded query={grants}>
            {(found) => <GrantForm connection={connection} before={found.grants} close={close} />}
          </Loaded>
        )}
      </Dialog>
    </>
  );
}

interface GrantFormProps {
  readonly connection: Connection;
  readonly before: readonly Grant[];
  readonly close: () => void;
}

const isSame = (a: Grant, b: Grant): boolean => a.subject === b.subject && a.subject_id === b.subject_id;

function GrantForm({ connection, before, close }: GrantFormProps) {
  const [grants, setGrants] = useState(before);
  const replace = useReplaceGrants(connection.id);
  const nameOf = useNameOf();
  const labelOf = ({ subject, subject_id: id }: Grant): string =>
    subject === 'team' ? 'Everybody in the team' : subject === 'role' ? `Role ${id}` : nameOf(id);
  const put = (grant: Grant): void => setGrants([...grants.filter((one) => !isSame(one, grant)), grant]);
  return (
    <div className="stack-small">
      {connection.shared && <p className="muted small">It is shared: everybody in the team may use it.</p>}
      {grants.length === 0 ? (
        <p className="muted">No grants. Only its owner manages it.</p>
      ) : (
        <ul className="plain stack-small" aria-label="Grants">
          {grants.map((grant) => (
            <li key={`${grant.subject}:${grant.subject_id}`} className="row-end">
              <span>{labelOf(grant)}</span>
              <LevelField
                label={`Level of ${labelOf(grant)}`}
                value={grant.level}
                change={(level) =>
                  setGrants(grants.map((one) => (isSame(one, grant) ? { ...one, level } : one)))
                }
              />
              <Button
                variant="default"
                size="xs"
                aria-label={`Remove ${labelOf(grant)}`}
                onClick={() => setGrants(grants.filter((one) => !isSame(one, grant)))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AddGrant teamId={connection.team_id} add={put} />
      <p className="muted small">
        View: see it. Use: start agents with it. Manage: change it and its grants.
      </p>
      {replace.isError && <Failure error={replace.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button loading={replace.isPending} onClick={() => replace.mutate(grants, { onSuccess: close })}>
          Save
        </Button>
      </Group>
    </div>
  );
}
