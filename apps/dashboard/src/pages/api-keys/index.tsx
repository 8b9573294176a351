import { Button } from '@mantine/core';
import { useState } from 'react';
import { mayHaveKeys, useMe } from '../../api/session';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';
import { WhoseTabs } from '../../ui/whose-tabs';
import { KeyList } from './key-list';
import { NewKey } from './new-key';
import { TeamRules } from './team-rules';

export default function ApiKeysPage() {
  const [isMaking, setMaking] = useState(false);
  const mayMake = mayHaveKeys(useMe().data?.current_team?.role);
  return (
    <Page
      title="API keys"
      lead="For scripts and hosts without a browser. A key may do what its owner may do in this team, at most."
      actions={mayMake && <Button onClick={() => setMaking(true)}>New key</Button>}
    >
      {mayMake ? (
        <WhoseTabs label="Whose keys">
          {(whose) => (
            <div className="stack">
              <KeyList whose={whose} />
              {whose === 'team' && <TeamRules />}
            </div>
          )}
        </WhoseTabs>
      ) : (
        <Empty title="Viewers have no keys">Ask an admin of the team for another role.</Empty>
      )}
      <NewKey isOpen={isMaking} close={() => setMaking(false)} />
    </Page>
  );
}
