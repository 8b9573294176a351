import type { JsonObject } from '../model/json';
import { MAX_DEPTH } from '../model/gate';
import { enumText } from '../schema/emit-values';
import { foldText, joinTexts, type Folded } from './fold';
import { isNullable } from './nullable';
import { branchesOf, childOf, propertiesOf } from './schema-parts';

const SHOWN = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const;
const FOLDED = new Set<Folded>(['default', 'exclusiveMinimum', 'exclusiveMaximum']);
const FOLDED_FORMAT = new Set<Folded>([...FOLDED, 'format']);
/** The only format of a text that the legacy field takes. */
const KNOWN_FORMAT = 'date-time';

/** What stands above a node and has no place of its own there. */
interface Above {
  readonly text: string;
  readonly nullable: boolean;
}
const NOTHING: Above = { text: '', nullable: false };

/**
 * The subset of the legacy `parameters` field: one type per node, texts as the only enums, no maps.
 * - beside `anyOf` nothing may stand, so its texts go to the first branch
 * - every node has a type: one without is refused with the whole request
 */
export function geminiSchema(node: JsonObject, depth = 1, above: Above = NOTHING): JsonObject {
  const nullable = above.nullable || isNullable(node);
  const branches = branchesOf(node);
  if (branches !== null) {
    const lead = joinTexts(above.text, node.description);
    return {
      anyOf: branches.map((branch, i) =>
        geminiSchema(branch, depth + 1, { text: i === 0 ? lead : '', nullable }),
      ),
    };
  }
  const type = typeOf(node);
  const text = joinTexts(above.text, node.description, ...notesOf(node));
  if (type === null) return anyValue(depth, text, nullable);
  const out: JsonObject = { type };
  if (depth > MAX_DEPTH) return out;
  if (text !== '') out.description = text;
  if (isTextEnum(node)) out.enum = [...(node.enum as string[])];
  if (node.format === KNOWN_FORMAT) out.format = KNOWN_FORMAT;
  for (const key of SHOWN) if (node[key] !== undefined) out[key] = node[key];
  addChildren(out, node, depth);
  if (nullable) out.nullable = true;
  return out;
}

function typeOf(node: JsonObject): string | null {
  if (typeof node.type === 'string') return node.type;
  return isTextEnum(node) ? 'string' : null;
}

function notesOf(node: JsonObject): string[] {
  const notes: string[] = [];
  if (Array.isArray(node.enum) && !isTextEnum(node)) notes.push(enumText(node.enum));
  const folded = foldText(node, node.format === KNOWN_FORMAT ? FOLDED : FOLDED_FORMAT);
  if (folded !== '') notes.push(folded);
  const values = childOf(node, 'additionalProperties');
  if (values !== null) {
    const type = typeof values.type === 'string' ? values.type : 'any';
    notes.push(`Keys are free, values of type ${type}.`);
  }
  return notes;
}

function isTextEnum(node: JsonObject): boolean {
  // An empty text is refused there.
  return Array.isArray(node.enum) && node.enum.every((value) => typeof value === 'string' && value !== '');
}

function addChildren(out: JsonObject, node: JsonObject, depth: number): void {
  const properties = propertiesOf(node);
  if (depth === 1 || properties.length > 0) {
    out.properties = Object.fromEntries(
      properties.map(([name, child]) => [name, geminiSchema(child, depth + 1)]),
    );
  }
  if (Array.isArray(node.required)) out.required = [...node.required];
  if (out.type === 'array') out.items = geminiSchema(childOf(node, 'items') ?? {}, depth + 1);
}

/** A value of any type, as a choice of all types; arrays within arrays are no longer told apart. */
function anyValue(depth: number, text: string, nullable: boolean): JsonObject {
  if (depth > MAX_DEPTH) return { type: 'string' };
  const named: JsonObject = text === '' ? { type: 'string' } : { type: 'string', description: text };
  if (depth > MAX_DEPTH - 3) return nullable ? { ...named, nullable } : named;
  const scalars = (): JsonObject[] => [{ type: 'number' }, { type: 'boolean' }, { type: 'object' }];
  const items = { anyOf: [{ type: 'string' }, ...scalars()] };
  const all = [named, ...scalars(), { type: 'array', items }];
  return { anyOf: nullable ? all.map((branch) => ({ ...branch, nullable })) : all };
}
