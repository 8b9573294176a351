import type { Permission } from '@app/permissions';
import type { StepPlan, StepWrite } from './step-plan';

/**
 * What the user of a run needs, besides the right to run agents. The case that a run works on is the run's own: what
 * it does to it takes no permission on cases, which people without one start such runs for.
 */
const NEEDED: Partial<Record<StepWrite['kind'], Permission>> = {
  file: 'files:write',
  sandbox_file: 'sandboxes:use',
  add_cases: 'cases:create',
  label_case: 'cases:label',
};

/** @returns the permissions that writing a step takes, each once */
export function permissionsFor({ writes }: Pick<StepPlan, 'writes'>): Permission[] {
  const needed = writes.flatMap(({ kind }) => NEEDED[kind] ?? []);
  return [...new Set<Permission>(['runs:start', ...needed])];
}
