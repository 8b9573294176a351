import type { Ask } from '@app/public-api';
import { StepFailure } from './step-failure';

/**
 * A person must be able to give an answer that is taken; else the run would wait for ever.
 * - A question asks at least one thing, under ids that differ.
 * - Each takes an option or free text.
 *
 * @throws StepFailure
 */
export function requireAnswerable({ type, title, questions = [] }: Ask): void {
  if (title.trim() === '') throw unanswerable('has no title');
  if (type === 'approval') return;
  if (questions.length === 0) throw unanswerable('asks nothing');
  const ids = new Set(questions.map(({ id }) => id));
  if (ids.size < questions.length) throw unanswerable('uses the id of a question twice');
  for (const { id, options, allow_free_text } of questions)
    if (options.length === 0 && !allow_free_text)
      throw unanswerable(`gives ${id} no option and no free text`);
}

const unanswerable = (why: string): StepFailure =>
  new StepFailure('agent_error', `The agent asked what nobody can answer: its request ${why}.`);
