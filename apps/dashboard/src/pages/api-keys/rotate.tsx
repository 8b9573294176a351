import { Button, Group, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { isStepUp, StepUp } from '../../ui/step-up';
import { useRotateKey } from './keys';
import type { ApiKey } from './keys';
import { Secret } from './secret';

const ENDS = [
  { value: '0', label: 'At once' },
  { value: '3600', label: 'In an hour' },
  { value: '86400', label: 'In a day' },
  { value: '604800', label: 'In a week' },
];

/** Gives a key another secret; there is time to bring it to where the key is used. */
export function Rotate({ apiKey }: { readonly apiKey: ApiKey }) {
  const [isOpen, setOpen] = useState(false);
  const [seconds, setSeconds] = useState('86400');
  const rotate = useRotateKey();
  const close = (): void => {
    setOpen(false);
    rotate.reset();
  };
  const act = (): void => rotate.mutate({ id: apiKey.id, oldValidSeconds: Number(seconds) });
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Rotate ${apiKey.name}`} onClick={() => setOpen(true)}>
        Rotate
      </Button>
      <Dialog
        title={rotate.data ? 'The new secret' : `Rotate “${apiKey.name}”?`}
        isOpen={isOpen}
        close={close}
        size="lg"
      >
        {rotate.data ? (
          <Secret secret={rotate.data.secret} done={close} />
        ) : isStepUp(rotate.error) ? (
          <StepUp error={rotate.error} again={act} />
        ) : (
          <>
            <p>The key gets another secret. Its name, scopes and end stay.</p>
            <NativeSelect
              label="The old secret ends"
              value={seconds}
              data={ENDS}
              onChange={(event) => setSeconds(event.currentTarget.value)}
            />
            {rotate.isError && <Failure error={rotate.error} />}
            <Group justify="flex-end">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button loading={rotate.isPending} onClick={act}>
                Rotate
              </Button>
            </Group>
          </>
        )}
      </Dialog>
    </>
  );
}
