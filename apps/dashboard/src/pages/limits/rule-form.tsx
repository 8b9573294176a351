import { Button, Group, NativeSelect, NumberInput, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { Rule } from '../../api/types';
import { Dialog } from '../../ui/confirm';
import { Failure } from '../../ui/states';
import { PreviewResult } from './preview-result';
import { BUCKETS, SUBJECTS, useCreateRule, usePreview } from './rules';
import type { RuleDraft } from './rules';
import { SubjectField } from './subject-field';

interface RuleFormProps {
  readonly isOpen: boolean;
  readonly close: () => void;
}

const FIRST: RuleDraft = { subject: 'team', bucket: 'api', limit: 1000, window_seconds: 60 };

export function RuleForm({ isOpen, close }: RuleFormProps) {
  const [draft, setDraft] = useState(FIRST);
  const [mode, setMode] = useState<Rule['mode']>('shadow');
  const create = useCreateRule();
  const preview = usePreview();
  const change = (part: Partial<RuleDraft>): void => {
    setDraft({ ...draft, ...part });
    preview.reset();
  };
  const leave = (): void => {
    setDraft(FIRST);
    create.reset();
    preview.reset();
    close();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    create.mutate({ ...draft, mode }, { onSuccess: leave });
  };
  const isWhole = draft.subject === 'team' || (draft.subject_id ?? '') !== '';
  return (
    <Dialog title="New rule" isOpen={isOpen} close={leave} size="lg">
      <form className="stack-small" onSubmit={submit}>
        <NativeSelect
          label="Who is limited"
          value={draft.subject}
          data={SUBJECTS.map(([value, label]) => ({ value, label }))}
          onChange={({ currentTarget: { value } }) =>
            change({ subject: value as Rule['subject'], subject_id: undefined })
          }
        />
        <SubjectField
          subject={draft.subject}
          value={draft.subject_id ?? ''}
          change={(subject_id) => change({ subject_id })}
        />
        <div className="row-end">
          <NativeSelect
            label="Bucket"
            value={draft.bucket}
            data={[...BUCKETS]}
            onChange={({ currentTarget: { value } }) => change({ bucket: value as Rule['bucket'] })}
          />
          <NumberInput
            label="Calls"
            min={1}
            max={100_000}
            value={draft.limit}
            onChange={(value) => change({ limit: Number(value) })}
          />
          <NumberInput
            label="Window, in seconds"
            min={1}
            max={86_400}
            value={draft.window_seconds}
            onChange={(value) => change({ window_seconds: Number(value) })}
          />
        </div>
        <div>
          <p className="small">Mode</p>
          <SegmentedControl
            fullWidth
            aria-label="Mode"
            value={mode}
            onChange={(value) => setMode(value)}
            data={[
              { value: 'shadow', label: 'On trial: counts, refuses nothing' },
              { value: 'enforce', label: 'Enforced' },
            ]}
          />
        </div>
        {preview.data && <PreviewResult preview={preview.data.preview} />}
        {preview.isError && <Failure error={preview.error} />}
        {create.isError && <Failure error={create.error} />}
        <Group justify="space-between" mt="sm">
          <Button
            variant="default"
            disabled={!isWhole}
            loading={preview.isPending}
            onClick={() => preview.mutate(draft)}
          >
            Preview the last hour
          </Button>
          <Button type="submit" disabled={!isWhole} loading={create.isPending}>
            Add rule
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
