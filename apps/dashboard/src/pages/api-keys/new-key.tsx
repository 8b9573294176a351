import { Button, Group, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ApiError } from '../../api/client';
import { useMe, useSignIn } from '../../api/session';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { useCreateKey } from './keys';
import { Secret } from './secret';

interface NewKeyProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made?: (secret: string) => void;
}

const DAY = 86_400_000;
const LIVES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];
const SCOPES = [
  { value: 'mcp:read mcp:write', label: 'Read and change' },
  { value: 'mcp:read', label: 'Only read' },
];

/** Makes a key. A session that is no longer fresh is asked for the password first. */
export function NewKey({ isOpen, close, made }: NewKeyProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState('mcp:read mcp:write');
  const [days, setDays] = useState('90');
  const create = useCreateKey();
  const leave = (): void => {
    setName('');
    create.reset();
    close();
  };
  const make = (): void => {
    const expiresAt = new Date(Date.now() + Number(days) * DAY).toISOString();
    create.mutate(
      { name, scopes: scopes.split(' '), expires_at: expiresAt },
      { onSuccess: ({ secret }) => made?.(secret) },
    );
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make();
  };
  return (
    <Dialog title={create.data ? 'Your new key' : 'New API key'} isOpen={isOpen} close={leave} size="lg">
      {create.data ? (
        <Secret secret={create.data.secret} done={leave} />
      ) : isStepUp(create.error) ? (
        <StepUp done={make} />
      ) : (
        <form className="stack-small" onSubmit={submit}>
          <TextInput
            label="Name"
            description="What the key is for, such as the computer it lives on."
            required
            withAsterisk={false}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label="It may"
            value={scopes}
            data={SCOPES}
            onChange={(event) => setScopes(event.currentTarget.value)}
          />
          <NativeSelect
            label="It ends after"
            value={days}
            data={LIVES}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          {create.isError && <Failure error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={leave}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending}>
              Make key
            </Button>
          </Group>
        </form>
      )}
    </Dialog>
  );
}

const isStepUp = (error: unknown): boolean => error instanceof ApiError && error.code === 'step_up_required';

function StepUp({ done }: { readonly done: () => void }) {
  const [password, setPassword] = useState('');
  const email = useMe().data?.user.email ?? '';
  const signIn = useSignIn();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate({ email, password }, { onSuccess: done });
  };
  return (
    <form className="stack-small" onSubmit={submit}>
      <p>You signed in some time ago. Keys are only made after your password.</p>
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {signIn.isError && <Failure error={signIn.error} />}
      <Group justify="flex-end">
        <Button type="submit" loading={signIn.isPending}>
          Continue
        </Button>
      </Group>
    </form>
  );
}
