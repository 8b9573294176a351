import type { StepContext } from '../step-context';

/** One step of a scripted agent. Which one it is, the memory of the run says. */
export type Script = (context: StepContext) => Promise<void>;

/** What a run says that goes on after its case was closed or taken from it: it works on one case in its life. */
export const CASE_CLOSED = 'The case of this run is closed; start a new run for the next one.';

/** @returns the phase that the last step left, or the first one */
export function phaseOf<Phase extends string>(context: StepContext, first: Phase): Phase {
  const { phase } = context.remembered;
  return typeof phase === 'string' ? (phase as Phase) : first;
}

/** Says something and ends the run with it. */
export function finish(context: StepContext, text: string): void {
  context.say(text);
  context.remember({ phase: 'done' });
  context.complete(text);
}
