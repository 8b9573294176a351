import type { StepContext } from '../step-context';
import { finish, phaseOf } from './script';

type Phase = 'claim' | 'ask' | 'asked' | 'done';

const QUESTION = 'topic';
const TOPICS = ['Billing', 'Technical', 'Account'];

/** Claims the next request, asks a person what it is about, labels it accordingly and closes it. */
export async function supportTriage(context: StepContext): Promise<void> {
  const phase = phaseOf<Phase>(context, 'claim');
  const current = await context.currentCase();
  if (phase === 'claim' && !current && context.mayClaim) {
    context.claimCase();
    context.remember({ phase: 'ask' });
    return;
  }
  if (phase === 'done' || (!current && phase !== 'asked')) {
    finish(
      context,
      phase === 'done' ? 'The case of this run is closed.' : 'No request is waiting in the queue.',
    );
    return;
  }
  if (phase !== 'asked') {
    context.remember({ phase: 'asked' });
    context.ask({
      type: 'question',
      title: `What is "${current?.title ?? 'this request'}" about?`,
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
  if (current) {
    context.labelCase([{ key: 'topic', value: topic.slice(0, 100) }]);
    context.completeCase(result);
  }
  finish(context, result);
}
