import { Button, Tabs } from '@mantine/core';
import { useState } from 'react';
import { isAdmin, useMe } from '../../api/session';
import { Page } from '../../ui/page';
import { KeyList } from './key-list';
import { NewKey } from './new-key';

export default function ApiKeysPage() {
  const [isMaking, setMaking] = useState(false);
  const role = useMe().data?.current_team?.role;
  return (
    <Page
      title="API keys"
      lead="For scripts and hosts without a browser. A key may do what its owner may do in this team, at most."
      actions={<Button onClick={() => setMaking(true)}>New key</Button>}
    >
      {isAdmin(role) ? (
        <Tabs defaultValue="own" keepMounted={false}>
          <Tabs.List aria-label="Whose keys">
            <Tabs.Tab value="own">Yours</Tabs.Tab>
            <Tabs.Tab value="team">The team's</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="own" pt="md">
            <KeyList whose="own" />
          </Tabs.Panel>
          <Tabs.Panel value="team" pt="md">
            <KeyList whose="team" />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <KeyList whose="own" />
      )}
      <NewKey isOpen={isMaking} close={() => setMaking(false)} />
    </Page>
  );
}
