import { join } from '../document/pointer';
import { typeOf } from '../schema/types';
import type { GateFindings } from './findings';
import type { ProfileRules } from './profile-rules';

/** Rule 5: values of one type, and whatever the profile asks of them. */
export function checkEnum(
  schema: Record<string, unknown>,
  at: string,
  rules: ProfileRules,
  findings: GateFindings,
): void {
  if (schema.enum === undefined) return;
  const values = Array.isArray(schema.enum) ? (schema.enum as unknown[]) : [];
  const shown = values.filter((value) => !(rules.nullType && value === null));
  const types = new Set(shown.map((value) => (typeOf(value) === 'integer' ? 'number' : typeOf(value))));
  if (types.size !== 1) findings.add(5, join(at, 'enum'), 'An enum needs values of one type.');
  else if (rules.textEnums && shown.some((value) => typeof value !== 'string' || value === '')) {
    findings.add(5, join(at, 'enum'), 'An enum needs texts that are not empty.');
  }
}
