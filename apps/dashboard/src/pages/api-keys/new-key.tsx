import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { isStepUp, StepUp } from '../../ui/step-up';
import { BoundField } from './bound';
import { useCreateKey, useKeyPolicy } from './keys';
import type { Scope } from './keys';
import { livesUpTo } from './lives';
import { Secret } from './secret';

interface NewKeyProps {
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly made?: (secret: string) => void;
}

const DAY = 86_400_000;
const SCOPES: Readonly<Record<string, Scope[]>> = {
  'Read and change': ['mcp:read', 'mcp:write'],
  'Only read': ['mcp:read'],
};

/** Makes a key. A session that is no longer fresh is asked for the password first. */
export function NewKey({ isOpen, close, made }: NewKeyProps) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState('Read and change');
  const [chosen, setDays] = useState('90');
  const [bound, setBound] = useState('');
  const create = useCreateKey();
  const lives = livesUpTo(useKeyPolicy().data?.key_policy.max_days ?? null);
  const days = lives.some(({ value }) => value === chosen) ? chosen : (lives.at(-1)?.value ?? '');
  const leave = (): void => {
    setName('');
    setBound('');
    create.reset();
    close();
  };
  const make = (): void => {
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY).toISOString();
    create.mutate(
      {
        name,
        scopes: SCOPES[scopes],
        expires_at: expiresAt,
        mcp_bound: bound.trim() === '' ? null : bound.trim(),
      },
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
        <StepUp error={create.error} again={make} />
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
            data={Object.keys(SCOPES)}
            onChange={(event) => setScopes(event.currentTarget.value)}
          />
          <NativeSelect
            label="It ends"
            value={days}
            data={lives.map(({ value, label }) => ({ value, label }))}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
          <BoundField value={bound} change={setBound} />
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
