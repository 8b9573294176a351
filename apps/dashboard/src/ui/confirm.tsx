import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Failure } from './states';
import { isStepUp, StepUp } from './step-up';

interface ConfirmProps {
  /** What the button says, and what it is about for those who do not see the row. */
  readonly label: string;
  readonly about: string;
  readonly title: string;
  readonly children: ReactNode;
  readonly act: () => Promise<unknown>;
  readonly size?: 'xs' | 'sm';
}

/** A button for what cannot be taken back: it says what will happen, and asks. */
export function Confirm({ label, about, title, children, act, size = 'xs' }: ConfirmProps) {
  const [isOpen, setOpen] = useState(false);
  const action = useMutation({ mutationFn: act, onSuccess: () => setOpen(false) });
  const close = (): void => {
    setOpen(false);
    action.reset();
  };
  return (
    <>
      <Button
        size={size}
        variant="default"
        className="danger-quiet"
        aria-label={`${label} ${about}`}
        onClick={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialog title={title} isOpen={isOpen} close={close}>
        {isStepUp(action.error) ? (
          <StepUp error={action.error} again={() => action.mutate()} />
        ) : (
          <>
            <div>{children}</div>
            {action.isError && <Failure error={action.error} />}
            <Group justify="flex-end" mt="md">
              <Button variant="default" onClick={close} data-autofocus>
                Cancel
              </Button>
              <Button className="danger" loading={action.isPending} onClick={() => action.mutate()}>
                {label}
              </Button>
            </Group>
          </>
        )}
      </Dialog>
    </>
  );
}

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly size?: string;
}

/** Put together from its parts: the header that comes with them is a second banner of the page to screen readers. */
export function Dialog({ title, isOpen, close, children, size = 'md' }: DialogProps) {
  return (
    <Modal.Root opened={isOpen} onClose={close} size={size} centered transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" wrap="nowrap" p="md" pb="xs">
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" />
        </Group>
        <Modal.Body>
          <div className="stack-small">{children}</div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
