import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { isAdmin } from '../../api/session';
import { Confirm } from '../../ui/confirm';
import { day } from '../../ui/format';
import { Section } from '../../ui/page';
import { Paging } from '../../ui/paging';
import { Empty, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import type { Column } from '../../ui/table';
import { useRemoveMember, useTeamMembers } from './members';
import type { Role, TeamMember } from './members';
import { RoleChoice } from './role-choice';
import { isAbove } from './roles';

interface MemberListProps {
  /** Whose browser it is, and their role. */
  readonly ownId: string;
  readonly role: Role;
}

export function MemberList({ ownId, role }: MemberListProps) {
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const members = useTeamMembers(search, offset);
  const columns = useColumns(ownId, role);
  const find = (text: string): void => {
    setSearch(text);
    setOffset(0);
  };
  return (
    <Section
      title="People"
      flush
      actions={
        <TextInput
          aria-label="Search people"
          placeholder="Name or email"
          maxLength={200}
          value={search}
          onChange={(event) => find(event.currentTarget.value)}
        />
      }
    >
      <Loaded query={members}>
        {(page) =>
          page.members.length === 0 ? (
            <Empty title="Nobody is called that">Try a part of the name or of the email.</Empty>
          ) : (
            <>
              <DataTable label="People" rows={page.members} keyOf={({ id }) => id} columns={columns} />
              <Paging {...page} noun="member" go={setOffset} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function useColumns(ownId: string, role: Role): Column<TeamMember>[] {
  const remove = useRemoveMember();
  const isInReach = (member: TeamMember): boolean => member.id !== ownId && !isAbove(member.role, role);
  return [
    {
      name: 'Name',
      cell: ({ id, name }) => (
        <>
          <strong>{name}</strong>
          {id === ownId && <span className="muted"> (you)</span>}
        </>
      ),
    },
    { name: 'Email', cell: ({ email }) => email },
    { name: 'Role', cell: (member) => <RoleChoice member={member} own={role} isOpen={isInReach(member)} /> },
    { name: 'Since', cell: ({ joined_at: joined }) => day(joined) },
    {
      name: '',
      cell: (member) =>
        isAdmin(role) &&
        isInReach(member) && (
          <Confirm
            label="Remove"
            about={member.name}
            title={`Remove ${member.name}?`}
            act={() => remove.mutateAsync(member.id)}
          >
            Their keys and connected apps for this team end at once, and connections that they own break. An
            invite brings the person back, and none of these.
          </Confirm>
        ),
    },
  ];
}
