import { ApiException } from '@app/errors';
import type { Question } from './human-requests.tables';
import { checkResponse } from './human-response';
import type { Response } from './human-response';

const APPROVAL = { type: 'approval', questions: [] } as const;

const question = (id: string, fields: Partial<Question> = {}): Question => ({
  id,
  question: `What of ${id}?`,
  options: [
    { label: 'Red', description: null },
    { label: 'Blue', description: 'As the sky' },
  ],
  multi_select: false,
  allow_free_text: false,
  ...fields,
});

const asking = (...questions: Question[]) => ({ type: 'question', questions }) as const;
const answer = (question_id: string, ...values: string[]) => ({ question_id, values });

/** @returns code, message and details of the refusal */
function refusalOf(request: Parameters<typeof checkResponse>[0], response: Response) {
  try {
    checkResponse(request, response);
  } catch (error) {
    if (error instanceof ApiException) {
      const { code, message, details } = error;
      return { code, message, fields: details?.map(({ field }) => field), details };
    }
    throw error;
  }
  throw new Error('The response was taken.');
}

describe('a response to an approval', () => {
  it.each([true, false])('is approved %s; a refusal is an answer too', (approved) => {
    expect(checkResponse(APPROVAL, { approved })).toEqual({ approved, answers: [] });
  });

  it('is not a list of answers', () => {
    expect(refusalOf(APPROVAL, { answers: [answer('a', 'Red')] })).toMatchObject({
      code: 'wrong_response_type',
      message: 'This is an approval: send approved, not answers.',
    });
  });
});

describe('a response to a question', () => {
  it('is stored as it was given', () => {
    const answers = [answer('a', 'Blue'), answer('b', 'Red')];
    expect(checkResponse(asking(question('a'), question('b')), { answers })).toEqual({
      approved: null,
      answers,
    });
  });

  it('need not be in the order of the questions', () => {
    const answers = [answer('b', 'Red'), answer('a', 'Blue')];
    expect(checkResponse(asking(question('a'), question('b')), { answers }).answers).toEqual(answers);
  });

  it.each([true, false])('is not approved: %s', (approved) => {
    expect(refusalOf(asking(question('a')), { approved })).toMatchObject({
      code: 'wrong_response_type',
      message: 'This is a question: send answers, not approved.',
    });
  });

  it('refuses an answer to what was not asked, and says what was', () => {
    const refusal = refusalOf(asking(question('a'), question('b')), {
      answers: [answer('a', 'Red'), answer('c', 'Red'), answer('d', 'Red')],
    });
    expect(refusal).toMatchObject({
      code: 'unknown_question',
      fields: ['answers.1.question_id', 'answers.2.question_id'],
    });
    expect(refusal.details?.[0]?.message).toBe('must be one of a, b');
  });

  it('needs an answer to every question, and says which are left', () => {
    const refusal = refusalOf(asking(question('a'), question('b'), question('c')), {
      answers: [answer('b', 'Red')],
    });
    expect(refusal).toMatchObject({ code: 'missing_answer', fields: ['answers', 'answers'] });
    expect(refusal.details?.map(({ message }) => message)).toEqual([
      'needs an answer to a (What of a?)',
      'needs an answer to c (What of c?)',
    ]);
  });

  it('refuses what is no option, and names the options', () => {
    const refusal = refusalOf(asking(question('a'), question('b')), {
      answers: [answer('a', 'Red'), answer('b', 'Green')],
    });
    expect(refusal).toMatchObject({ code: 'invalid_option', fields: ['answers.1.values'] });
    expect(refusal.details?.[0]?.message).toBe('must be of "Red", "Blue"');
  });

  it('takes labels letter by letter', () => {
    expect(refusalOf(asking(question('a')), { answers: [answer('a', 'red')] }).code).toBe('invalid_option');
  });

  it('takes anything where free text is allowed, options included', () => {
    const request = asking(question('a', { allow_free_text: true }));
    for (const value of ['Green, rather', 'Red'])
      expect(checkResponse(request, { answers: [answer('a', value)] }).answers).toEqual([answer('a', value)]);
  });

  it('takes free text for a question without options', () => {
    const request = asking(question('a', { options: [], allow_free_text: true }));
    expect(checkResponse(request, { answers: [answer('a', 'Why not')] }).answers).toHaveLength(1);
  });

  it('takes several values only where several may be chosen', () => {
    const both = { answers: [answer('a', 'Red', 'Blue')] };
    expect(checkResponse(asking(question('a', { multi_select: true })), both).answers).toEqual(both.answers);
    expect(refusalOf(asking(question('a')), both)).toMatchObject({
      code: 'invalid_option',
      details: [{ field: 'answers.0.values', message: 'takes one value only' }],
    });
  });

  it('refuses to take one value twice', () => {
    const request = asking(question('a', { multi_select: true }));
    expect(refusalOf(request, { answers: [answer('a', 'Red', 'Blue', 'Red')] })).toMatchObject({
      code: 'invalid_option',
      details: [{ field: 'answers.0.values', message: 'must not repeat a value' }],
    });
  });

  it('takes one value of free text only, unless several may be chosen', () => {
    const request = asking(question('a', { allow_free_text: true }));
    expect(refusalOf(request, { answers: [answer('a', 'One', 'Two')] }).code).toBe('invalid_option');
  });

  it('refuses two answers to one question', () => {
    const refusal = refusalOf(asking(question('a')), { answers: [answer('a', 'Red'), answer('a', 'Blue')] });
    expect(refusal).toMatchObject({
      code: 'invalid_option',
      details: [{ field: 'answers.1.values', message: 'must not answer a question twice' }],
    });
  });

  it('tells of unknown questions first, then of missing answers, then of values', () => {
    const request = asking(question('a'), question('b'));
    expect(refusalOf(request, { answers: [answer('x', 'Green')] }).code).toBe('unknown_question');
    expect(refusalOf(request, { answers: [answer('a', 'Green')] }).code).toBe('missing_answer');
  });
});
