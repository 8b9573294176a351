import fc from 'fast-check';
import { ANSWER_LIMITS } from './answer-limits';
import { faultOfAsk } from './ask.schema';
import { respondBody } from './human-requests.schemas';
import type { Question } from './human-requests.tables';
import { checkResponse } from './human-response';
import type { Ask } from './run-asks';

const option = (label: string, description: string | null = null) => ({ label, description });
const question = (fields: Partial<Question> = {}): Question => ({
  id: 'a',
  question: 'Which?',
  options: [option('Red'), option('Blue')],
  multi_select: false,
  allow_free_text: false,
  ...fields,
});
const asking = (...questions: Question[]): Ask => ({ type: 'question', title: 'Which?', questions });
const many = (count: number): Question[] =>
  Array.from({ length: count }, (_, index) => question({ id: `q${index}` }));
const BODY_LIMIT = 1024 * 1024;

describe('what an agent asks', () => {
  it.each<[string, Ask]>([
    ['an approval', { type: 'approval', title: 'May I?' }],
    [
      'all that an approval has',
      {
        type: 'approval',
        title: 'x'.repeat(1000),
        description: '🦊'.repeat(10_000),
        assigneeIds: ['3f0f3f0e-0000-4000-8000-000000000000'],
        expiresAt: new Date(),
      },
    ],
    ['100 questions', asking(...many(100))],
    ['an id of 100 characters', asking(question({ id: '🦊'.repeat(100) }))],
    ['a label of 10,000 characters', asking(question({ options: [option('x'.repeat(10_000))] }))],
    ['free text alone', asking(question({ options: [], allow_free_text: true }))],
  ])('can be %s', (_, ask) => expect(faultOfAsk(ask)).toBeUndefined());

  it.each<[string, Ask, string]>([
    ['no title', { type: 'approval', title: '' }, 'title must have at least 1 character'],
    ['a blank title', { type: 'approval', title: ' ' }, 'has no title'],
    ['a title of 1,001 characters', { type: 'approval', title: 'x'.repeat(1001) }, 'title must have at most'],
    [
      'a time that is none',
      { type: 'approval', title: 'A', expiresAt: new Date(NaN) },
      'expiresAt must be a date',
    ],
    [
      'assignees that are no ids',
      { type: 'approval', title: 'A', assigneeIds: ['me'] },
      'assigneeIds.0 must be a UUID',
    ],
    ['no question', asking(), 'asks nothing'],
    ['101 questions', asking(...many(101)), 'questions must have at most 100 entries'],
    ['one id twice', asking(question(), question()), 'uses the id of a question twice'],
    ['an empty id', asking(question({ id: '' })), 'questions.0.id must have at least 1 character'],
    [
      'an id of 101 characters',
      asking(question({ id: 'x'.repeat(101) })),
      'questions.0.id must have at most 100',
    ],
    ['an id that cannot be sent', asking(question({ id: 'a\0' })), 'questions.0.id must not contain NUL'],
    ['no question text', asking(question({ question: '' })), 'questions.0.question must have'],
    ['neither option nor free text', asking(question({ options: [] })), 'gives a no option and no free text'],
    [
      'an empty label',
      asking(question({ options: [option('')] })),
      'questions.0.options.0.label must have at least',
    ],
    [
      'a label of 10,001 characters',
      asking(question({ options: [option('x'.repeat(10_001))] })),
      'label must have at most',
    ],
    [
      'one label twice',
      asking(question({ options: [option('A'), option('A')] })),
      'gives a the same option twice',
    ],
    [
      '101 options',
      asking(question({ options: Array.from({ length: 101 }, (_, n) => option(`${n}`)) })),
      'options must have',
    ],
    [
      'more than an answer could hold',
      asking(...many(30).map((one) => ({ ...one, options: [option('x'.repeat(10_000))] }))),
      'which is more than 262144',
    ],
  ])('cannot be %s', (_, ask, fault) => expect(faultOfAsk(ask)).toContain(fault));

  it('has an answer that the API takes, if it may be asked, however the answer is written', () => {
    const short = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 12 });
    const label = fc.oneof(
      short,
      fc.constantFrom('é'.repeat(10_000), '🦊'.repeat(10_000), '"'.repeat(9_999)),
    );
    const anyQuestion = fc.record({
      id: short,
      question: short,
      options: fc.array(fc.record({ label, description: fc.constant(null) }), { maxLength: 12 }),
      multi_select: fc.boolean(),
      allow_free_text: fc.boolean(),
    });
    let answered = 0;
    fc.assert(
      fc.property(fc.uniqueArray(anyQuestion, { maxLength: 20, selector: ({ id }) => id }), (questions) => {
        if (faultOfAsk(asking(...questions)) !== undefined) return;
        answered += 1;
        const answers = questions.map(({ id, options, multi_select }) => {
          const labels = options.map((one) => one.label).sort((a, b) => b.length - a.length);
          const chosen = multi_select ? labels.slice(0, ANSWER_LIMITS.values) : labels.slice(0, 1);
          return { question_id: id, values: chosen.length > 0 ? chosen : ['Free'] };
        });
        const body = respondBody.parse({ answers });
        expect(checkResponse({ type: 'question', questions }, body).answers).toEqual(answers);
        expect(asciiJson({ answers }).length).toBeLessThan(BODY_LIMIT);
      }),
    );
    expect(answered).toBeGreaterThan(0);
  });
});

/** JSON as clients write it that know ASCII alone. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
