import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { isAdmin, useMe } from '../api/session';

type Whose = 'own' | 'team';

interface WhoseTabsProps {
  readonly label: string;
  readonly children: (whose: Whose) => ReactNode;
}

/** What is one's own; for admins, what is the team's beside it. */
export function WhoseTabs({ label, children }: WhoseTabsProps) {
  const role = useMe().data?.current_team?.role;
  if (!isAdmin(role)) return children('own');
  return (
    <Tabs defaultValue="own" keepMounted={false}>
      <Tabs.List aria-label={label}>
        <Tabs.Tab value="own">Yours</Tabs.Tab>
        <Tabs.Tab value="team">The team's</Tabs.Tab>
      </Tabs.List>
      {(['own', 'team'] as const).map((whose) => (
        <Tabs.Panel key={whose} value={whose} pt="md">
          {children(whose)}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
