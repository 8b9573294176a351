import { Button, Checkbox, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { useCreateConnection } from './connections';
import { CredentialFields, credentialsOf, NO_CREDENTIALS } from './credential-fields';

interface NewConnectionProps {
  readonly isOpen: boolean;
  readonly close: () => void;
}

const EMPTY = { name: '', type: '', provider: '', account: '' };
const FIELDS = [
  { name: 'name', label: 'Name', about: 'As people choose it, such as SAP Production.', length: 100 },
  { name: 'type', label: 'Kind of system', about: 'Such as erp, mailbox or file_storage.', length: 50 },
  { name: 'provider', label: 'Provider', about: 'Whose system it is, such as sap.', length: 50 },
] as const;

/** Makes a connection. Nobody else sees it until it is shared or granted. */
export function NewConnection({ isOpen, close }: NewConnectionProps) {
  const [texts, setTexts] = useState(EMPTY);
  const [form, setForm] = useState(NO_CREDENTIALS);
  const [isShared, setShared] = useState(false);
  const create = useCreateConnection();
  const leave = (): void => {
    setTexts(EMPTY);
    setForm(NO_CREDENTIALS);
    setShared(false);
    create.reset();
    close();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const credentials = credentialsOf(form);
    if (!credentials) return;
    const { name, type, provider, account } = texts;
    create.mutate(
      {
        name,
        type,
        provider,
        ...(account !== '' && { account_label: account }),
        credentials,
        shared: isShared,
      },
      { onSuccess: leave },
    );
  };
  const textOf = (name: keyof typeof EMPTY) => ({
    value: texts[name],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      setTexts({ ...texts, [name]: event.currentTarget.value }),
  });
  return (
    <Dialog title="New connection" isOpen={isOpen} close={leave} size="lg">
      <form className="stack-small" onSubmit={submit} autoComplete="off">
        {FIELDS.map(({ name, label, about, length }) => (
          <TextInput
            key={name}
            label={label}
            description={about}
            required
            withAsterisk={false}
            maxLength={length}
            {...(name === 'name' && { 'data-autofocus': true })}
            {...textOf(name)}
          />
        ))}
        <TextInput
          label="Account (optional)"
          description="Which account it is, as people know it."
          maxLength={200}
          {...textOf('account')}
        />
        <CredentialFields form={form} change={setForm} isRequired />
        <Checkbox
          label="Everybody in the team may use it"
          checked={isShared}
          onChange={(event) => setShared(event.currentTarget.checked)}
        />
        <p className="muted small">What it signs in with is encrypted and never shown again.</p>
        {create.isError && <Failure error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={leave}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Make connection
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
