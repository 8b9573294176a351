import { Button, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { isStepUp, StepUp } from '../../ui/step-up';
import { useBindKey } from './keys';
import type { ApiKey } from './keys';

interface BoundFieldProps {
  readonly value: string;
  readonly change: (value: string) => void;
}

/** The selectors are those of the URL of a host, so that there is one form to learn. */
export function BoundField({ value, change }: BoundFieldProps) {
  return (
    <TextInput
      label="Tools shown at most"
      description="For MCP hosts, written as in their URL: readonly=1, toolsets=agents,runs or tools=list_agents, joined by &. Empty: all."
      placeholder="readonly=1&toolsets=agents,runs"
      spellCheck={false}
      maxLength={4000}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

/** Says which tools hosts with somebody’s key are shown at most. */
export function Bound({ apiKey }: { readonly apiKey: ApiKey }) {
  const [isOpen, setOpen] = useState(false);
  const [bound, setBound] = useState(apiKey.mcp_bound ?? '');
  const bind = useBindKey();
  const open = (): void => {
    setBound(apiKey.mcp_bound ?? '');
    setOpen(true);
  };
  const close = (): void => {
    setOpen(false);
    bind.reset();
  };
  const act = (): void => {
    const text = bound.trim();
    bind.mutate({ id: apiKey.id, bound: text === '' ? null : text }, { onSuccess: close });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    act();
  };
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Tools of ${apiKey.name}`} onClick={open}>
        Tools
      </Button>
      <Dialog title={`What “${apiKey.name}” shows`} isOpen={isOpen} close={close} size="lg">
        {isStepUp(bind.error) ? (
          <StepUp error={bind.error} again={act} />
        ) : (
          <form className="stack-small" onSubmit={submit}>
            <BoundField value={bound} change={setBound} />
            <p className="muted small">
              Hosts see it within a second. REST and rights stay as they are: to take rights away, revoke the
              key.
            </p>
            {bind.isError && <Failure error={bind.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={bind.isPending}>
                Save
              </Button>
            </Group>
          </form>
        )}
      </Dialog>
    </>
  );
}
