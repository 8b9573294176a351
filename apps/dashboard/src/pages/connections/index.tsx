import { Button } from '@mantine/core';
import { useState } from 'react';
import { mayHaveConnections, useMe } from '../../api/session';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';
import { ConnectionList } from './connection-list';
import { NewConnection } from './new-connection';

export default function ConnectionsPage() {
  const [isMaking, setMaking] = useState(false);
  const mayMake = mayHaveConnections(useMe().data?.current_team?.role);
  return (
    <Page
      title="Connections"
      lead="Accounts of other systems that agents work with. Whoever starts an agent needs at least the level use on each of its connections."
      actions={mayMake && <Button onClick={() => setMaking(true)}>New connection</Button>}
    >
      {mayMake ? (
        <ConnectionList />
      ) : (
        <Empty title="Viewers have no connections">Ask an admin of the team for another role.</Empty>
      )}
      <NewConnection isOpen={isMaking} close={() => setMaking(false)} />
    </Page>
  );
}
