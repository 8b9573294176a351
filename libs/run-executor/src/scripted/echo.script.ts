import type { StepContext } from '../step-context';
import { finish } from './script';

/** Gives back what it was told; `fail:` and `wait:` show the other ways in which a run goes. */
export async function echo(context: StepContext): Promise<void> {
  const words = await context.lastUserText();
  if (words?.startsWith('fail:')) {
    context.fail(words.slice('fail:'.length).trim() || 'The input asked for a failure.');
    return;
  }
  if (words?.startsWith('wait:')) return wait(context, words);
  finish(context, words ?? 'There was no input.');
}

async function wait(context: StepContext, words: string): Promise<void> {
  const response = context.remembered.asked === words && (await context.lastResponse())?.response;
  if (response) return finish(context, response.approved ? 'Approved.' : 'Refused.');
  context.remember({ asked: words });
  context.ask({ type: 'approval', title: words.slice('wait:'.length).trim() || 'May the agent go on?' });
}
