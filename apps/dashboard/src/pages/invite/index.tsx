import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { call } from '../../api/client';
import { useMe } from '../../api/session';
import { Page, Section } from '../../ui/page';
import { Failure } from '../../ui/states';

/** Where the link of an invite leads; also of people who are in no team yet. */
export default function InvitePage() {
  const { token = '' } = useParams<{ token: string }>();
  const email = useMe().data?.user.email;
  const accept = useMutation({
    mutationFn: () => call('POST', `/api/settings/invites/${encodeURIComponent(token)}/accept`),
    // Another team is another world: nothing that was read before may stay.
    onSuccess: () => location.assign('/'),
  });
  return (
    <Page title="You are invited" lead="Somebody asks you to join their team.">
      <Section title="Join the team">
        <div className="stack-small">
          <p>
            You are signed in as <strong>{email}</strong>. The invite must be for this address.
          </p>
          {accept.isError && <Failure error={accept.error} />}
          <div>
            <Button loading={accept.isPending || accept.isSuccess} onClick={() => accept.mutate()}>
              Join
            </Button>
          </div>
        </div>
      </Section>
    </Page>
  );
}
