import { NativeSelect } from '@mantine/core';
import { Confirm } from '../../ui/confirm';
import { Section } from '../../ui/page';
import { Failure, Loaded } from '../../ui/states';
import { isStepUp, StepUp } from '../../ui/step-up';
import { useKeyPolicy, useRevokeAllKeys, useSetKeyPolicy } from './keys';
import { LIVES } from './lives';

/** What admins say of all keys of the team, and the way out when keys have leaked. */
export function TeamRules() {
  const policy = useKeyPolicy();
  const revokeAll = useRevokeAllKeys();
  return (
    <Section title="Rules of the team">
      <div className="stack-small">
        <Loaded query={policy}>{({ key_policy: { max_days: days } }) => <LongestLife days={days} />}</Loaded>
        <div className="row">
          <Confirm
            label="Revoke all keys"
            about="of the team"
            title="Revoke all keys of the team?"
            size="sm"
            act={() => revokeAll.mutateAsync()}
          >
            Everybody’s, yours too: whatever uses one is refused from its next call on. For the day on which
            keys have leaked and nobody knows which. Hosts that signed in with the browser go on. This cannot
            be undone.
          </Confirm>
        </div>
      </div>
    </Section>
  );
}

function LongestLife({ days }: { readonly days: number | null }) {
  const set = useSetKeyPolicy();
  const value = days === null ? '' : String(days);
  const own = LIVES.some((life) => life.value === value) ? [] : [{ value, label: `${value} days` }];
  const choices = LIVES.map((life) => ({
    ...life,
    label: life.value === '' ? 'Any, and without an end' : life.life,
  }));
  if (isStepUp(set.error)) {
    return <StepUp error={set.error} again={() => set.mutate(set.variables ?? null)} />;
  }
  return (
    <>
      <NativeSelect
        label="A new key lives at most"
        description="Keys that exist keep their end."
        value={value}
        data={[...own, ...choices]}
        disabled={set.isPending}
        onChange={({ currentTarget }) =>
          set.mutate(currentTarget.value === '' ? null : Number(currentTarget.value))
        }
      />
      {set.isError && <Failure error={set.error} />}
    </>
  );
}
