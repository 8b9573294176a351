import { Button } from '@mantine/core';
import { useState } from 'react';
import { Page } from '../../ui/page';
import { EffectiveLimit } from './effective-limit';
import { LivePicture } from './live-picture';
import { RuleForm } from './rule-form';
import { RuleList } from './rule-list';

export default function LimitsPage() {
  const [isAdding, setAdding] = useState(false);
  return (
    <Page
      title="Rate limits"
      lead="How much people, keys and apps of this team may call. A change holds on every replica within a second."
      actions={<Button onClick={() => setAdding(true)}>New rule</Button>}
    >
      <RuleForm isOpen={isAdding} close={() => setAdding(false)} />
      <RuleList add={() => setAdding(true)} />
      <LivePicture />
      <EffectiveLimit />
    </Page>
  );
}
