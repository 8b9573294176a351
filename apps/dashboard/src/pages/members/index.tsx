import { Button } from '@mantine/core';
import { useState } from 'react';
import { mayInvite, useMe } from '../../api/session';
import { Page } from '../../ui/page';
import { InviteList } from './invite-list';
import { MemberList } from './member-list';
import { NewInvite } from './new-invite';

export default function MembersPage() {
  const [isInviting, setInviting] = useState(false);
  const me = useMe().data;
  const role = me?.current_team?.role;
  const canInvite = mayInvite(role);
  return (
    <Page
      title="Members"
      lead="Who is in this team. A role says what somebody may do, with each of their keys and apps too."
      actions={canInvite && <Button onClick={() => setInviting(true)}>Invite</Button>}
    >
      {me && role && <MemberList ownId={me.user.id} role={role} />}
      {role && canInvite && (
        <>
          <InviteList role={role} />
          <NewInvite role={role} isOpen={isInviting} close={() => setInviting(false)} />
        </>
      )}
    </Page>
  );
}
