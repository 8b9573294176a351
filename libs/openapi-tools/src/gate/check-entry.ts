import { isObject } from '../document/is-object';
import type { GateOptions, GateViolation } from '../model/gate';
import type { JsonObject } from '../model/json';
import type { ListEntry, Profile } from '../model/tool';
import { isLegalToolName } from '../names/tool-names';
import { isUnclean } from '../text/hygiene';
import { checkCompile } from './check-compile';
import { checkFullSchema } from './check-full-schema';
import { checkPortableSchema } from './check-portable-schema';
import { checkRoot } from './check-root';
import { GateFindings } from './findings';
import { PROFILE_RULES } from './profile-rules';

const HINTS = ['readOnlyHint', 'destructiveHint', 'idempotentHint', 'openWorldHint'] as const;
const DEFAULT_CAP = 1500;
const DEFAULT_BUDGET = 16_384;

/** The gate over one entry of `tools/list`, whoever wrote it. */
export function checkListEntry(
  entry: Readonly<Partial<ListEntry>>,
  profile: Profile,
  options: GateOptions = {},
): GateViolation[] {
  const name = typeof entry.name === 'string' ? entry.name : '';
  const findings = new GateFindings(name);
  if (!isLegalToolName(name)) findings.add(1, '/name', 'The name is not legal.');
  checkTexts(entry, options, findings);
  const { inputSchema } = entry;
  if (isObject(inputSchema)) checkInput(inputSchema, profile, options, findings);
  else findings.add(2, '/inputSchema', 'The input schema is missing.');
  checkOutput(entry.outputSchema, profile, findings);
  const annotations: unknown = entry.annotations;
  for (const hint of HINTS) {
    if (typeof (isObject(annotations) ? annotations[hint] : undefined) !== 'boolean') {
      findings.add(7, `/annotations/${hint}`, `${hint} is missing.`);
    }
  }
  if (isObject(inputSchema)) checkCompile(entry as ListEntry, options, findings);
  return findings.list;
}

function checkInput(
  schema: JsonObject,
  profile: Profile,
  options: GateOptions,
  findings: GateFindings,
): void {
  checkRoot(schema, profile, findings);
  let budget = options.schemaBudget ?? DEFAULT_BUDGET;
  if (profile === 'full-2020-12') checkFullSchema(schema, '/inputSchema', findings);
  else {
    const rules = PROFILE_RULES[profile];
    checkPortableSchema(schema, '/inputSchema', rules, findings);
    budget *= rules.room;
  }
  if (Buffer.byteLength(JSON.stringify(schema)) > budget) {
    findings.add(5, '/inputSchema', 'The schema is over its size budget.');
  }
}

function checkOutput(schema: JsonObject | undefined, profile: Profile, findings: GateFindings): void {
  if (schema === undefined) return;
  if (profile !== 'full-2020-12') {
    findings.add(6, '/outputSchema', 'This profile lists no output schema.');
  }
  if (!isObject(schema) || schema.type !== 'object') {
    findings.add(6, '/outputSchema', 'The output schema has no object root.');
  }
}

function checkTexts(
  entry: { title?: string; description?: string },
  options: GateOptions,
  findings: GateFindings,
): void {
  const cap = options.descriptionCap ?? DEFAULT_CAP;
  const { title, description } = entry;
  if (typeof description !== 'string' || description === '' || description.length > cap) {
    findings.add(5, '/description', `The description needs 1 to ${String(cap)} characters.`);
  }
  if (typeof title !== 'string' || title === '') findings.add(5, '/title', 'The title is empty.');
  for (const key of ['title', 'description'] as const) {
    const text = entry[key];
    if (typeof text === 'string' && isUnclean(text)) {
      findings.add(5, `/${key}`, `The ${key} holds control characters.`);
    }
  }
}
