import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Dialog } from '../../ui/confirm';
import { CopyBlock } from '../../ui/copy';
import { titleOf } from '../../ui/format';
import { Failure } from '../../ui/states';
import { useInvite } from './members';
import type { Role } from './members';
import { rolesGivenBy } from './roles';

interface NewInviteProps {
  /** The role of whoever invites. */
  readonly role: Role;
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Makes the link with which somebody joins. */
export function NewInvite({ role: own, isOpen, close }: NewInviteProps) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const invite = useInvite();
  const leave = (): void => {
    setEmail('');
    invite.reset();
    close();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    invite.mutate({ email, role });
  };
  return (
    <Dialog title={invite.data ? 'The invite' : 'Invite somebody'} isOpen={isOpen} close={leave} size="lg">
      {invite.data ? (
        <div className="stack-small">
          <p className="note note-warning">
            Send this link to {invite.data.invite.email} yourself: it is not shown again. It serves once, for
            7 days, and for that address alone.
          </p>
          <CopyBlock text={invite.data.link} label="the link" />
          <Group justify="flex-end">
            <Button onClick={leave}>Done</Button>
          </Group>
        </div>
      ) : (
        <form className="stack-small" onSubmit={submit}>
          <TextInput
            label="Email"
            description="The address with which the person signs in here."
            type="email"
            autoComplete="off"
            required
            withAsterisk={false}
            maxLength={254}
            data-autofocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <NativeSelect
            label="Role"
            value={role}
            data={rolesGivenBy(own).map((one) => ({ value: one, label: titleOf(one) }))}
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
          {invite.isError && <Failure error={invite.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={leave}>
              Cancel
            </Button>
            <Button type="submit" loading={invite.isPending}>
              Make invite
            </Button>
          </Group>
        </form>
      )}
    </Dialog>
  );
}
