import { Checkbox, Radio, Stack, TextInput } from '@mantine/core';
import type { HumanRequest } from '../../api/types';

type QuestionView = HumanRequest['questions'][number];

interface QuestionProps {
  readonly question: QuestionView;
  readonly values: readonly string[];
  readonly change: (values: readonly string[]) => void;
}

export function Question({ question, values, change }: QuestionProps) {
  const { options } = question;
  const labels = options.map(({ label }) => label);
  const chosen = values.filter((value) => labels.includes(value));
  const free = values.find((value) => !labels.includes(value)) ?? '';
  const setFree = (text: string): void =>
    change([...(question.multi_select ? chosen : []), ...(text === '' ? [] : [text])]);
  const choices = options.map(({ label, description }) => ({ label, description: description ?? undefined }));
  return (
    <div className="stack-small">
      {question.multi_select ? (
        <Checkbox.Group
          label={question.question}
          value={[...chosen]}
          onChange={(next) => change([...next, ...(free === '' ? [] : [free])])}
        >
          <Stack gap="xs" mt="xs">
            {choices.map((choice) => (
              <Checkbox key={choice.label} value={choice.label} {...choice} />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : (
        options.length > 0 && (
          <Radio.Group label={question.question} value={chosen[0] ?? ''} onChange={(next) => change([next])}>
            <Stack gap="xs" mt="xs">
              {choices.map((choice) => (
                <Radio key={choice.label} value={choice.label} {...choice} />
              ))}
            </Stack>
          </Radio.Group>
        )
      )}
      {question.allow_free_text && (
        <TextInput
          label={options.length === 0 ? question.question : 'Another answer'}
          value={free}
          onChange={(event) => setFree(event.currentTarget.value)}
        />
      )}
    </div>
  );
}
