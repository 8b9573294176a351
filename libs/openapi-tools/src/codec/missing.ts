import type { EncodeContext } from './context';
import type { ToolPlan } from './plan';

/** A required argument the request can do without is for the API to miss, where the tool says so. */
export function missing(plan: ToolPlan, name: string, context: EncodeContext): void {
  if (plan.missingRequired === 'codec') refuseMissing(name, context);
}

export function refuseMissing(name: string, context: EncodeContext): void {
  context.refuse(name, 'invalid_type', `Argument "${name}" is required.`);
}
