import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { useChangeConnection } from './connections';
import type { Connection } from './connections';
import { CredentialFields, credentialsOf, NO_CREDENTIALS } from './credential-fields';

/** Renames, shares, and signs in again; what is left as it is stays so, the credentials too. */
export function EditConnection({ connection }: { readonly connection: Connection }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={`Edit ${connection.name}`}
        onClick={() => setOpen(true)}
      >
        Edit
      </Button>
      <Dialog title={`Edit “${connection.name}”`} isOpen={isOpen} close={() => setOpen(false)} size="lg">
        {isOpen && <EditForm connection={connection} close={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}

interface EditFormProps {
  readonly connection: Connection;
  readonly close: () => void;
}

function EditForm({ connection, close }: EditFormProps) {
  const [name, setName] = useState(connection.name);
  const [account, setAccount] = useState(connection.account_label ?? '');
  const [isShared, setShared] = useState(connection.shared);
  const [isSigningIn, setSigningIn] = useState(connection.status === 'broken');
  const [form, setForm] = useState(NO_CREDENTIALS);
  const change = useChangeConnection(connection.id);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const credentials = isSigningIn ? credentialsOf(form) : undefined;
    change.mutate(
      {
        name,
        account_label: account === '' ? null : account,
        shared: isShared,
        ...(credentials && { credentials }),
      },
      { onSuccess: close },
    );
  };
  return (
    <form className="stack-small" onSubmit={submit} autoComplete="off">
      <TextInput
        label="Name"
        required
        withAsterisk={false}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Account (optional)"
        maxLength={200}
        value={account}
        onChange={(event) => setAccount(event.currentTarget.value)}
      />
      <Checkbox
        label="Everybody in the team may use it"
        checked={isShared}
        onChange={(event) => setShared(event.currentTarget.checked)}
      />
      <Checkbox
        label="Sign in again"
        description="Puts other credentials in the place of those that are stored."
        checked={isSigningIn}
        onChange={(event) => setSigningIn(event.currentTarget.checked)}
      />
      {isSigningIn && <CredentialFields form={form} change={setForm} isRequired />}
      {change.isError && <Failure error={change.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" loading={change.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}
