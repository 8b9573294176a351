import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useMembers } from '../../api/members';
import { titleOf } from '../../ui/format';
import type { Grant } from './connections';

type Level = Grant['level'];
const LEVELS: readonly Level[] = ['view', 'use', 'manage'];
/** Viewers reach no connections, so a grant to their role would give nothing. */
const ROLES = ['owner', 'admin', 'manager', 'builder', 'member'] as const;

interface LevelFieldProps {
  readonly label: string;
  readonly value: Level;
  readonly change: (level: Level) => void;
}

export function LevelField({ label, value, change }: LevelFieldProps) {
  return (
    <NativeSelect
      aria-label={label}
      size="xs"
      value={value}
      data={LEVELS.map((level) => ({ value: level, label: titleOf(level) }))}
      onChange={(event) => change(event.currentTarget.value as Level)}
    />
  );
}

interface AddGrantProps {
  readonly teamId: string;
  readonly add: (grant: Grant) => void;
}

/** One list of all that can be chosen: a person, a role or everybody. */
export function AddGrant({ teamId, add }: AddGrantProps) {
  const members = useMembers().data ?? [];
  const [subject, setSubject] = useState('');
  const [level, setLevel] = useState<Level>('use');
  const choose = (): void => {
    const [kind = '', id = ''] = subject.split(':');
    if (id === '') return;
    add({ subject: kind, subject_id: id, level } as Grant);
    setSubject('');
  };
  return (
    <div className="row-end">
      <NativeSelect
        label="Grant to"
        value={subject}
        data={[
          { value: '', label: 'Choose …' },
          {
            group: 'People',
            items: members
              .filter(({ role }) => role !== 'viewer')
              .map(({ id, name, email }) => ({ value: `user:${id}`, label: `${name} (${email})` })),
          },
          { group: 'Roles', items: ROLES.map((role) => ({ value: `role:${role}`, label: `Role ${role}` })) },
          { group: 'Team', items: [{ value: `team:${teamId}`, label: 'Everybody in the team' }] },
        ]}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <LevelField label="Level" value={level} change={setLevel} />
      <Button variant="default" size="xs" disabled={subject === ''} onClick={choose}>
        Add
      </Button>
    </div>
  );
}
