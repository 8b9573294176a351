import { NativeSelect, TextInput } from '@mantine/core';
import { useMembers } from '../../api/members';
import type { Rule } from '../../api/types';

interface SubjectFieldProps {
  readonly subject: Rule['subject'];
  readonly value: string;
  readonly change: (id: string) => void;
}

const ROLES = ['owner', 'admin', 'manager', 'builder', 'member', 'viewer'];
const CHOOSE = { value: '', label: 'Choose …' };

/** Which one of its kind a rule is for. */
export function SubjectField({ subject, value, change }: SubjectFieldProps) {
  const members = useMembers().data ?? [];
  if (subject === 'team') return null;
  if (subject === 'role' || subject === 'user') {
    const choices =
      subject === 'role'
        ? ROLES.map((role) => ({ value: role, label: role }))
        : members.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }));
    return (
      <NativeSelect
        label={subject === 'role' ? 'Role' : 'Person'}
        value={value}
        data={[CHOOSE, ...choices]}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      label={subject === 'api_key' ? 'Id of the key' : 'Id of the client'}
      description="As the live picture and the audit log name it."
      value={value}
      onChange={(event) => change(event.currentTarget.value.trim())}
    />
  );
}
