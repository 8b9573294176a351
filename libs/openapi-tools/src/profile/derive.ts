import type { JsonObject } from '../model/json';
import type { DerivedProfile } from '../model/profile';
import { fitSchema } from './fit';
import { geminiSchema } from './gemini';
import { leanSchema } from './lean';
import { ProfileLosses, type ProfileLoss } from './losses';
import { jsonText, strictRoot } from './openai-strict';
import { branchesOf } from './schema-parts';

export interface Derived {
  readonly schema: JsonObject;
  readonly losses: readonly ProfileLoss[];
}

/**
 * The input schema of another profile, made of the one of profile `safe`: names and shape stay, keywords change.
 * @param budget most bytes of JSON
 */
export function deriveSchema(profile: DerivedProfile, safe: JsonObject, budget: number): Derived {
  const losses = new ProfileLosses();
  const cut = (): void => {
    losses.enter('');
    losses.add('profile_cut', 'The deepest levels are left out for size in this profile.');
  };
  return {
    schema: fitSchema(write(profile, safe, losses), budget, COLLAPSE[profile], cut),
    losses: losses.list,
  };
}

function write(profile: DerivedProfile, safe: JsonObject, losses: ProfileLosses): JsonObject {
  if (profile === 'lean') return leanSchema(safe);
  return profile === 'gemini' ? geminiSchema(safe) : strictRoot(safe, losses);
}

const COLLAPSE: Record<DerivedProfile, (node: JsonObject) => JsonObject> = {
  lean: (node) => bare(node, {}),
  gemini: (node) => bare(node, { type: 'string' }),
  'openai-strict': (node) => {
    const types = [node.type].flat();
    const kind = types.includes('array') ? 'array' : 'object';
    const branches = branchesOf(node);
    const nullable = types.includes('null') || branches?.some((branch) => branch.type === 'null') === true;
    return branches === null ? jsonText(node, nullable, kind) : scalarsOf(node, branches);
  },
};

/** What a schema without its children still says. */
function bare(node: JsonObject, items: JsonObject): JsonObject {
  const out: JsonObject = {};
  for (const key of ['type', 'description', 'nullable'] as const) {
    if (node[key] !== undefined) out[key] = node[key];
  }
  if (node.type === 'array') out.items = { ...items };
  // A union without its branches takes anything; where a type has to stand, text is what most of them take.
  if (branchesOf(node) !== null && items.type !== undefined) out.type = 'string';
  return out;
}

/** The branches of a union that cost next to nothing. */
function scalarsOf(node: JsonObject, branches: readonly JsonObject[]): JsonObject {
  const kept = branches
    .filter((branch) => branch.properties === undefined && branch.items === undefined)
    .map((branch) => ({ type: branch.type ?? 'string' }));
  const out: JsonObject = { anyOf: kept.length > 0 ? kept : [{ type: 'string' }] };
  return typeof node.description === 'string' ? { ...out, description: node.description } : out;
}
