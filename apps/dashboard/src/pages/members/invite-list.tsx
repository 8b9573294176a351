import { useState } from 'react';
import { useNameOf } from '../../api/members';
import { Badge } from '../../ui/badge';
import { Confirm } from '../../ui/confirm';
import { day, titleOf } from '../../ui/format';
import { Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { useInvites, useRevokeInvite } from './members';
import type { Invite, Role } from './members';
import { isAbove } from './roles';

export function InviteList({ role }: { readonly role: Role }) {
  const [offset, setOffset] = useState(0);
  const invites = useInvites(offset);
  const columns = useColumns(role);
  return (
    <Section title="Invites" flush>
      <Loaded query={invites}>
        {(page) =>
          page.invites.length === 0 ? (
            <Empty title="Nobody is invited">An invite is here until it is accepted.</Empty>
          ) : (
            <>
              <DataTable label="Invites" rows={page.invites} keyOf={({ id }) => id} columns={columns} />
              <Paging {...page} noun="invite" go={setOffset} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function useColumns(own: Role): Column<Invite>[] {
  const nameOf = useNameOf();
  const revoke = useRevokeInvite();
  return [
    { name: 'Email', cell: ({ email }) => <strong>{email}</strong> },
    { name: 'Role', cell: ({ role }) => titleOf(role) },
    { name: 'Invited by', cell: (invite) => nameOf(invite.invited_by) },
    {
      name: 'Ends',
      cell: ({ expires_at: end }) =>
        Date.parse(end) < Date.now() ? <Badge tone="warning">Expired</Badge> : day(end),
    },
    {
      name: '',
      cell: (invite) =>
        !isAbove(invite.role, own) && (
          <Confirm
            label="Revoke"
            about={invite.email}
            title={`Revoke the invite of ${invite.email}?`}
            act={() => revoke.mutateAsync(invite.id)}
          >
            Its link is of no use from now on. You can invite the person again.
          </Confirm>
        ),
    },
  ];
}
