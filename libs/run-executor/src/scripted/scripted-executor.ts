import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Executor } from '../executor';
import type { StepContext } from '../step-context';
import { echo } from './echo.script';
import { invoiceProcessor } from './invoice-processor.script';
import { supportTriage } from './support-triage.script';
import type { Script } from './script';

/** Scripts by name of the agent, as the demo data names them. */
const SCRIPTS: ReadonlyMap<string, Script> = new Map([
  ['Invoice Processor', invoiceProcessor],
  ['Support Triage', supportTriage],
]);

/**
 * Plays agents without a model, so that an installation without one can be tried from end to end.
 * - Invoice Processor and Support Triage work on cases of their queues; every other agent gives its input back.
 * - Input that begins with `fail:` ends in failure, with `wait:` in an approval request.
 */
@Injectable()
export class ScriptedExecutor extends Executor {
  constructor(@Inject(CONFIG) private readonly config: Config) {
    super();
  }

  async step(context: StepContext): Promise<void> {
    const { stepDelayMs } = this.config.runs;
    if (stepDelayMs > 0) await sleep(stepDelayMs, undefined, { signal: context.signal });
    await scriptOf(context)(context);
  }
}

function scriptOf({ agentName, input }: StepContext): Script {
  if (input?.startsWith('fail:') || input?.startsWith('wait:')) return echo;
  return SCRIPTS.get(agentName) ?? echo;
}
