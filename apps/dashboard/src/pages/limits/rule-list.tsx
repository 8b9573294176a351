import { Button, Switch } from '@mantine/core';
import { useNameOf } from '../../api/members';
import type { Rule } from '../../api/types';
import { Badge } from '../../ui/badge';
import { Confirm } from '../../ui/confirm';
import { number, perWindow } from '../../ui/format';
import { Section } from '../../ui/page';
import { Empty, Failure, Loaded } from '../../ui/states';
import { DataTable } from '../../ui/table';
import { useChangeRule, useRemoveRule, useRules } from './rules';

export function RuleList({ add }: { readonly add: () => void }) {
  const rules = useRules();
  return (
    <Section title="Rules" about="The most specific rule wins: key, then app, then role." flush>
      <Loaded query={rules}>
        {({ rules: list }) =>
          list.length === 0 ? (
            <Empty title="The configured defaults hold">
              <p>Add a rule for the team, a role, a person, a key or an app. Try it on trial first.</p>
              <Button mt="sm" variant="default" onClick={add}>
                Add the first rule
              </Button>
            </Empty>
          ) : (
            <RuleTable rules={list} />
          )
        }
      </Loaded>
    </Section>
  );
}

function RuleTable({ rules }: { readonly rules: readonly Rule[] }) {
  const nameOf = useNameOf();
  const change = useChangeRule();
  const remove = useRemoveRule();
  const subjectOf = (rule: Rule): string => {
    if (rule.subject === 'team') return 'The whole team';
    if (rule.subject === 'user') return nameOf(rule.subject_id);
    return rule.subject === 'role' ? `Role ${rule.subject_id}` : rule.subject_id;
  };
  const sayOf = (rule: Rule): string => `rule for ${subjectOf(rule)} on ${rule.bucket}`;
  return (
    <>
      {change.isError && <Failure error={change.error} />}
      <DataTable
        label="Rules"
        rows={rules}
        keyOf={({ id }) => id}
        columns={[
          { name: 'For', cell: (rule) => subjectOf(rule) },
          { name: 'Bucket', cell: (rule) => <code>{rule.bucket}</code> },
          {
            name: 'Limit',
            cell: (rule) => `${number(rule.limit)} per ${perWindow(rule.window_seconds)}`,
          },
          {
            name: 'Mode',
            cell: ({ mode }) => (
              <Badge tone={mode === 'enforce' ? 'good' : 'warning'}>
                {mode === 'enforce' ? 'Enforced' : 'On trial'}
              </Badge>
            ),
          },
          {
            name: 'On',
            cell: (rule) => (
              <Switch
                checked={rule.enabled}
                aria-label={`Switch on the ${sayOf(rule)}`}
                onChange={(event) => change.mutate({ id: rule.id, enabled: event.currentTarget.checked })}
              />
            ),
          },
          {
            name: '',
            cell: (rule) => (
              <span className="row">
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`${rule.mode === 'shadow' ? 'Enforce' : 'Put on trial'} the ${sayOf(rule)}`}
                  onClick={() =>
                    change.mutate({ id: rule.id, mode: rule.mode === 'shadow' ? 'enforce' : 'shadow' })
                  }
                >
                  {rule.mode === 'shadow' ? 'Enforce' : 'Put on trial'}
                </Button>
                <Confirm
                  label="Remove"
                  about={`the ${sayOf(rule)}`}
                  title="Remove this rule?"
                  act={() => remove.mutateAsync(rule.id)}
                >
                  The next specific rule, or the configured default, holds again at once. To pause the rule
                  instead, switch it off.
                </Confirm>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
