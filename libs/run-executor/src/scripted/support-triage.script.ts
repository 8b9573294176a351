import type { StepContext } from '../step-context';
import { CASE_CLOSED, finish, phaseOf } from './script';

type Phase = 'claim' | 'ask' | 'asked' | 'done';

const QUESTION = 'topic';
/** Characters of a label's value. */
const LONGEST_LABEL = 100;
const TOPICS = ['Billing', 'Technical', 'Account'];

/** Claims the next request, asks a person what it is about, labels it accordingly and closes it. */
export async function supportTriage(context: StepContext): Promise<void> {
  const phase = phaseOf<Phase>(context, 'claim');
  const current = await context.currentCase();
  if (!current && context.mayClaim && phase !== 'ask') {
    context.claimCase();
    context.remember({ phase: 'ask' });
    return;
  }
  if (!current) {
    finish(context, context.hadCase ? CASE_CLOSED : 'No request is waiting in the queue.');
    return;
  }
  if (phase !== 'asked') {
    context.remember({ phase: 'asked' });
    context.ask({
      type: 'question',
      title: `What is "${current.title}" about?`,
      questions: [
        {
          id: QUESTION,
          question: 'Which topic fits best?',
          options: TOPICS.map((label) => ({ label, description: null })),
          multi_select: false,
          allow_free_text: true,
        },
      ],
    });
    return;
  }
  const answers = (await context.lastResponse())?.response?.answers ?? [];
  const topic = answers.find(({ question_id }) => question_id === QUESTION)?.values[0] ?? 'General';
  const result = `Triaged as ${topic}.`;
  context.labelCase([{ key: 'topic', value: topic.slice(0, LONGEST_LABEL) }]);
  context.completeCase(result);
  finish(context, result);
}
