import { Button, Group, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { ApiError, call } from '../api/client';
import { useMe, useSignOut } from '../api/session';
import { Failure } from './states';

/** Whether the server asks for another proof of who sits here. */
export const isStepUp = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'step_up_required';

interface StepUpProps {
  readonly error: ApiError;
  /** Does again what was refused. */
  readonly again: () => void;
}

/** Asks for the password; of people from an identity provider, to sign in again. */
export function StepUp({ error, again }: StepUpProps) {
  const asksPassword = error.details.some(({ code }) => code === 'password');
  return asksPassword ? <PasswordAgain error={error} again={again} /> : <SignInAgain error={error} />;
}

function PasswordAgain({ error, again }: StepUpProps) {
  const [password, setPassword] = useState('');
  const email = useMe().data?.user.email ?? '';
  const prove = useMutation({
    mutationFn: () => call('POST', '/api/settings/session/proof', { body: { password } }),
    onSuccess: again,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    prove.mutate();
  };
  return (
    <form className="stack-small" onSubmit={submit}>
      <p>{error.message}</p>
      {/* Password managers look for the name that belongs to the password. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {prove.isError && <Failure error={prove.error} />}
      <Group justify="flex-end">
        <Button type="submit" loading={prove.isPending}>
          Continue
        </Button>
      </Group>
    </form>
  );
}

function SignInAgain({ error }: { readonly error: ApiError }) {
  const signOut = useSignOut();
  return (
    <>
      <p>{error.message}</p>
      <Group justify="flex-end">
        <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
          Sign out
        </Button>
      </Group>
    </>
  );
}
