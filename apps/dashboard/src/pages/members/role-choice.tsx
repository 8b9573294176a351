import { NativeSelect } from '@mantine/core';
import { mayInvite } from '../../api/session';
import { titleOf } from '../../ui/format';
import { Failure } from '../../ui/states';
import { useChangeRole } from './members';
import type { Role, TeamMember } from './members';
import { rolesGivenBy } from './roles';

interface RoleChoiceProps {
  readonly member: TeamMember;
  /** The role of whoever looks. */
  readonly own: Role;
  readonly isOpen: boolean;
}

/** The role of somebody; a choice for whoever may change it. It can be taken back as long as they are not above. */
export function RoleChoice({ member, own, isOpen }: RoleChoiceProps) {
  const change = useChangeRole(member.id);
  // Whoever may invite may change roles: they are permissions of the same roles.
  if (!isOpen || !mayInvite(own)) return titleOf(member.role);
  return (
    <>
      <NativeSelect
        aria-label={`Role of ${member.name}`}
        size="xs"
        value={change.isPending ? change.variables : member.role}
        disabled={change.isPending}
        data={rolesGivenBy(own).map((role) => ({ value: role, label: titleOf(role) }))}
        onChange={(event) => change.mutate(event.currentTarget.value as Role)}
      />
      {change.isError && <Failure error={change.error} />}
    </>
  );
}
