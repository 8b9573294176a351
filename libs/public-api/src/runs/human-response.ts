import { ApiException } from '@app/errors';
import type { ErrorCode, ErrorDetail } from '@app/errors';
import type { Answer, HumanRequestRow, HumanResponse, Question } from './human-requests.tables';

export interface Response {
  readonly approved?: boolean | undefined;
  readonly answers?: readonly Answer[] | undefined;
}

/**
 * Checks a response against the request it answers.
 * - An approval takes `approved`, a question `answers`.
 * - Every question needs exactly one answer; values are option labels unless free text is allowed, each given once,
 *   and more than one only where several may be chosen.
 *
 * @returns the response as it is stored
 * @throws wrong_response_type, unknown_question, missing_answer, invalid_option
 */
export function checkResponse(
  request: Pick<HumanRequestRow, 'type' | 'questions'>,
  { approved, answers }: Response,
): HumanResponse {
  if (request.type === 'approval') {
    if (approved === undefined) throw wrongType('This is an approval: send approved, not answers.');
    return { approved, answers: [] };
  }
  if (answers === undefined) throw wrongType('This is a question: send answers, not approved.');
  refuse('unknown_question', unknownQuestions(request.questions, answers));
  refuse('missing_answer', missingAnswers(request.questions, answers));
  refuse('invalid_option', invalidOptions(request.questions, answers));
  return { approved: null, answers };
}

function unknownQuestions(questions: readonly Question[], answers: readonly Answer[]): ErrorDetail[] {
  const known = new Set(questions.map(({ id }) => id));
  return answers.flatMap(({ question_id }, index) =>
    known.has(question_id)
      ? []
      : [
          {
            field: `answers.${index}.question_id`,
            code: 'unknown_question',
            message: `must be one of ${[...known].join(', ')}`,
          },
        ],
  );
}

function missingAnswers(questions: readonly Question[], answers: readonly Answer[]): ErrorDetail[] {
  const answered = new Set(answers.map(({ question_id }) => question_id));
  return questions
    .filter(({ id }) => !answered.has(id))
    .map(({ id, question }) => ({
      field: 'answers',
      code: 'missing_answer',
      message: `needs an answer to ${id} (${question})`,
    }));
}

function invalidOptions(questions: readonly Question[], answers: readonly Answer[]): ErrorDetail[] {
  return answers.flatMap(({ question_id, values }, index) => {
    const asked = questions.find(({ id }) => id === question_id);
    if (!asked) return [];
    const field = `answers.${index}.values`;
    const repeated = answers.findIndex((other) => other.question_id === question_id) !== index;
    if (repeated) return [invalid(field, 'must not answer a question twice')];
    if (values.length > 1 && !asked.multi_select) return [invalid(field, 'takes one value only')];
    if (new Set(values).size < values.length) return [invalid(field, 'must not repeat a value')];
    const labels = asked.options.map(({ label }) => label);
    const wrong = asked.allow_free_text ? [] : values.filter((value) => !labels.includes(value));
    return wrong.length > 0 ? [invalid(field, `must be of ${labels.map(quoted).join(', ')}`)] : [];
  });
}

const invalid = (field: string, message: string): ErrorDetail => ({ field, code: 'invalid_option', message });
const quoted = (label: string): string => `"${label}"`;

function wrongType(message: string): ApiException {
  return new ApiException('wrong_response_type', { message });
}

function refuse(code: ErrorCode, details: readonly ErrorDetail[]): void {
  if (details.length > 0) throw new ApiException(code, { details });
}
