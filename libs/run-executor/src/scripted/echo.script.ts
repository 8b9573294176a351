import type { StepContext } from '../step-context';
import { finish, lastWords } from './script';

/** Gives back what it was told; `fail:` and `wait:` show the other ways in which a run goes. */
export async function echo(context: StepContext): Promise<void> {
  const words = await lastWords(context);
  if (words?.startsWith('fail:')) {
    context.fail(words.slice('fail:'.length).trim() || 'The input asked for a failure.');
    return;
  }
  if (words?.startsWith('wait:') && context.remembered.asked !== words) {
    context.remember({ asked: words });
    context.ask({ type: 'approval', title: words.slice('wait:'.length).trim() || 'May the agent go on?' });
    return;
  }
  if (words?.startsWith('wait:')) {
    const response = (await context.lastResponse())?.response;
    finish(context, response?.approved ? 'Approved.' : 'Refused.');
    return;
  }
  finish(context, words ?? 'There was no input.');
}
