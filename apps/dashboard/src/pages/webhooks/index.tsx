import { Button, Group } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client';
import type { RotatedSecret, WebhookSecretState } from '../../api/types';
import { Dialog } from '../../ui/confirm';
import { CopyBlock } from '../../ui/copy';
import { dateTime } from '../../ui/format';
import { Page, Section } from '../../ui/page';
import { Empty, Failure, Loaded } from '../../ui/states';
import { isStepUp, StepUp } from '../../ui/step-up';

const PATH = '/api/settings/webhook-secret';
const KEY = ['webhook-secret'];

export default function WebhooksPage() {
  const [isOpen, setOpen] = useState(false);
  const state = useQuery({ queryKey: KEY, queryFn: () => call<WebhookSecretState>('GET', PATH) });
  return (
    <Page
      title="Webhooks"
      lead="Runs can tell another system how they end. Its receiver checks the header x-webhook-signature with the secret of this team."
      actions={<Button onClick={() => setOpen(true)}>New secret</Button>}
    >
      <Section title="Signing secret">
        <Loaded query={state}>{({ webhook_secret: secret }) => <State secret={secret} />}</Loaded>
      </Section>
      <Rotate isOpen={isOpen} close={() => setOpen(false)} />
    </Page>
  );
}

function State({ secret }: { readonly secret: WebhookSecretState['webhook_secret'] }) {
  if (secret === null)
    return <Empty title="No secret yet">Make one, and give it to whoever receives webhooks.</Empty>;
  const { created_at: made, old_secret_until: until } = secret;
  return (
    <>
      <p>Made {dateTime(made)}. It cannot be shown again.</p>
      {until !== null && Date.parse(until) > Date.now() && (
        <p className="note note-warning">The secret before signs too until {dateTime(until)}.</p>
      )}
    </>
  );
}

interface RotateProps {
  readonly isOpen: boolean;
  readonly close: () => void;
}

/** Receivers have a day to learn the new secret: until then both sign. */
function Rotate({ isOpen, close }: RotateProps) {
  const queries = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => call<RotatedSecret>('POST', `${PATH}/rotate`),
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const act = (): void => rotate.mutate();
  const leave = (): void => {
    rotate.reset();
    close();
  };
  return (
    <Dialog
      title={rotate.data ? 'The new secret' : 'Make a new secret?'}
      isOpen={isOpen}
      close={leave}
      size="lg"
    >
      {rotate.data ? (
        <>
          <p className="note note-warning">Copy it now: it is not shown again.</p>
          <CopyBlock text={rotate.data.secret} label="the secret" />
          <Group justify="flex-end">
            <Button onClick={leave}>Done</Button>
          </Group>
        </>
      ) : isStepUp(rotate.error) ? (
        <StepUp error={rotate.error} again={act} />
      ) : (
        <>
          <p>
            Webhooks are signed with both for 24 hours, so that there is time to bring the new one to the
            receiver. A secret that was replaced before that ends at once.
          </p>
          {rotate.isError && <Failure error={rotate.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={leave} data-autofocus>
              Cancel
            </Button>
            <Button loading={rotate.isPending} onClick={act}>
              Make secret
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}
