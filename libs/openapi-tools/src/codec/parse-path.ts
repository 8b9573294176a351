import type { JsonValue } from '../model/json';
import { parsePlace } from './parse';
import type { ToolPlan } from './plan';

const PATTERNS = new WeakMap<ToolPlan, RegExp>();

/** Values of the path variables in template order; null when the path is another one. */
export function parsePath(plan: ToolPlan, path: string): (JsonValue | undefined)[] | null {
  let pattern = PATTERNS.get(plan);
  if (pattern === undefined) {
    const literals = plan.literals.map((text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
    const groups = plan.path.map((param) => (param.slashes ? '(.*?)' : '([^/]*?)'));
    pattern = new RegExp(`^${literals.map((text, i) => text + (groups[i] ?? '')).join('')}$`);
    PATTERNS.set(plan, pattern);
  }
  const match = pattern.exec(path);
  return match === null ? null : plan.path.map((param, i) => parsePlace(param, match[i + 1] ?? ''));
}
