import { z } from 'zod';
import { idParam, isoTime, pageQuery, pageReply, queryBoolOr, text, timeOrNull, uuid } from '../shared';
import { ANSWER_LIMITS } from './answer-limits';
import { HUMAN_REQUEST_STATUSES, HUMAN_REQUEST_TYPES } from './human-requests.tables';
import type { HumanRequestRow } from './human-requests.tables';

const answerSchema = z.strictObject({ question_id: z.string(), values: z.array(z.string()) });

export const humanRequestSchema = z
  .strictObject({
    id: uuid(),
    run_id: uuid(),
    type: z.enum(HUMAN_REQUEST_TYPES),
    title: z.string(),
    description: z.string().nullable(),
    questions: z.array(
      z.strictObject({
        id: z.string(),
        question: z.string(),
        options: z.array(z.strictObject({ label: z.string(), description: z.string().nullable() })),
        multi_select: z.boolean(),
        allow_free_text: z.boolean(),
      }),
    ),
    assignee_ids: z.array(uuid()),
    status: z.enum(HUMAN_REQUEST_STATUSES),
    response: z.strictObject({ approved: z.boolean().nullable(), answers: z.array(answerSchema) }).nullable(),
    comment: z.string().nullable(),
    responded_by: uuid().nullable(),
    responded_at: isoTime().nullable(),
    expires_at: isoTime().nullable(),
    created_at: isoTime(),
  })
  .meta({ id: 'HumanRequest', description: 'What an agent asks a person; its run waits meanwhile.' });
export type HumanRequestView = z.output<typeof humanRequestSchema>;

export const listHumanRequestsQuery = z.strictObject({
  run_id: uuid().optional(),
  status: z.enum(HUMAN_REQUEST_STATUSES).default('pending'),
  assigned_to_me: queryBoolOr(false),
  ...pageQuery(100, 20),
});
export type ListHumanRequestsQuery = z.output<typeof listHumanRequestsQuery>;

export const respondBody = z
  .strictObject({
    approved: z.boolean().optional().describe('For an approval'),
    answers: z
      .array(
        z.strictObject({
          question_id: text(1, ANSWER_LIMITS.questionId),
          values: z
            .array(text(1, ANSWER_LIMITS.value))
            .min(1)
            .max(ANSWER_LIMITS.values)
            .describe('Option labels, or free text where allowed'),
        }),
      )
      .min(1)
      .max(ANSWER_LIMITS.questions)
      .optional()
      .describe('For a question: one entry per question'),
    comment: text(0, 2000).optional(),
  })
  .refine((body) => (body.approved === undefined) !== (body.answers === undefined), {
    message: 'must have exactly one of approved and answers',
  });
export type RespondBody = z.output<typeof respondBody>;

export const humanRequestParam = idParam('request_id');
export const humanRequestsReply = pageReply('human_requests', humanRequestSchema);

export function toHumanRequestView(row: HumanRequestRow): HumanRequestView {
  return {
    id: row.id,
    run_id: row.runId,
    type: row.type,
    title: row.title,
    description: row.description,
    questions: row.questions.map(({ id, question, options, multi_select, allow_free_text }) => ({
      id,
      question,
      options: options.map(({ label, description }) => ({ label, description })),
      multi_select,
      allow_free_text,
    })),
    assignee_ids: row.assigneeIds,
    status: row.status,
    response: row.response && {
      approved: row.response.approved,
      answers: row.response.answers.map(({ question_id, values }) => ({ question_id, values: [...values] })),
    },
    comment: row.comment,
    responded_by: row.respondedBy,
    responded_at: timeOrNull(row.respondedAt),
    expires_at: timeOrNull(row.expiresAt),
    created_at: row.createdAt.toISOString(),
  };
}
