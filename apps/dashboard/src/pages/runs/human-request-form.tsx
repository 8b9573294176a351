import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { call } from '../../api/client';
import type { HumanRequest } from '../../api/types';
import { Failure } from '../../ui/states';
import { Question } from './question';

type Answers = Readonly<Record<string, readonly string[]>>;

export function HumanRequestForm({ request }: { readonly request: HumanRequest }) {
  const [answers, setAnswers] = useState<Answers>({});
  const [comment, setComment] = useState('');
  const queries = useQueryClient();
  const respond = useMutation({
    mutationFn: (answer: { approved: boolean } | { answers: unknown }) =>
      call('POST', `/v1/human-requests/${request.id}/respond`, {
        body: { ...answer, ...(comment !== '' && { comment }) },
      }),
    // Also when somebody else was faster: then it is gone from the list.
    onSettled: () =>
      Promise.all(
        ['human-requests', 'run', 'messages'].map((key) => queries.invalidateQueries({ queryKey: [key] })),
      ),
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    respond.mutate({
      answers: request.questions.map(({ id }) => ({ question_id: id, values: answers[id] ?? [] })),
    });
  };
  const isComplete = request.questions.every(({ id }) => (answers[id] ?? []).some((value) => value !== ''));
  return (
    <form className="stack-small" onSubmit={send}>
      {request.description !== null && <p>{request.description}</p>}
      {request.questions.map((question) => (
        <Question
          key={question.id}
          question={question}
          values={answers[question.id] ?? []}
          change={(values) => setAnswers({ ...answers, [question.id]: values })}
        />
      ))}
      <Textarea
        label="Comment (optional)"
        rows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {respond.isError && <Failure error={respond.error} />}
      <div className="row">
        {request.type === 'approval' ? (
          <>
            <Button loading={respond.isPending} onClick={() => respond.mutate({ approved: true })}>
              Approve
            </Button>
            <Button
              variant="default"
              loading={respond.isPending}
              onClick={() => respond.mutate({ approved: false })}
            >
              Refuse
            </Button>
          </>
        ) : (
          <Button type="submit" disabled={!isComplete} loading={respond.isPending}>
            Answer
          </Button>
        )}
      </div>
    </form>
  );
}
