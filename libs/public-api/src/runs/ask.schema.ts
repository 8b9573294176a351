import { z } from 'zod';
import { text, uuid } from '../shared';
import { ANSWER_LIMITS } from './answer-limits';
import { HUMAN_REQUEST_TYPES } from './human-requests.tables';
import type { Question } from './human-requests.tables';
import type { Ask } from './run-asks';

/**
 * Bytes of the questions as JSON. A body that answers with every label there is, all its characters written as
 * escapes, then still keeps to the body limit of 1 MiB.
 */
const MAX_QUESTION_BYTES = 256 * 1024;

const title = text(1, 1000);
const note = text(0, 10_000);
const options = z
  .array(z.object({ label: text(1, ANSWER_LIMITS.value), description: note.nullable() }))
  .max(100, 'must have at most 100 entries');
const questions = z
  .array(
    z.object({
      id: text(1, ANSWER_LIMITS.questionId),
      question: text(1, 10_000),
      options,
      multi_select: z.boolean(),
      allow_free_text: z.boolean(),
    }),
  )
  .max(ANSWER_LIMITS.questions, `must have at most ${ANSWER_LIMITS.questions} entries`);

const askSchema = z.object({
  type: z.enum(HUMAN_REQUEST_TYPES),
  title,
  description: note.optional(),
  questions: questions.optional(),
  assigneeIds: z.array(uuid()).max(100, 'must have at most 100 entries').optional(),
  expiresAt: z.date('must be a date').optional(),
});

/**
 * Whether people can answer what an agent asks, within the bounds that a response has.
 * @returns what is wrong, to be read after "its request …"; nothing if it can be asked
 */
export function faultOfAsk(ask: Ask): string | undefined {
  const parsed = askSchema.safeParse(ask);
  const [issue] = parsed.error?.issues ?? [];
  if (issue) return `is not valid: ${issue.path.join('.')} ${issue.message}`;
  if (ask.title.trim() === '') return 'has no title';
  return ask.type === 'question' ? faultOfQuestions(ask.questions ?? []) : undefined;
}

function faultOfQuestions(asked: readonly Question[]): string | undefined {
  if (asked.length === 0) return 'asks nothing';
  if (hasRepeated(asked.map(({ id }) => id))) return 'uses the id of a question twice';
  for (const question of asked) {
    if (question.options.length === 0 && !question.allow_free_text)
      return `gives ${question.id} no option and no free text`;
    if (hasRepeated(question.options.map(({ label }) => label)))
      return `gives ${question.id} the same option twice`;
  }
  const bytes = Buffer.byteLength(JSON.stringify(asked));
  return bytes > MAX_QUESTION_BYTES
    ? `has questions of ${bytes} bytes, which is more than ${MAX_QUESTION_BYTES}`
    : undefined;
}

const hasRepeated = (values: readonly string[]): boolean => new Set(values).size < values.length;
