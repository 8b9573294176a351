import { isObject } from '../document/is-object';
import type { Profile } from '../model/profile';
import type { ToolDefinition } from '../model/tool';
import { splitWords } from '../text/words';
import { listEntry } from '../view/list-entry';

/** What a token weighs in JSON, on average. */
const BYTES_PER_TOKEN = 4;
const FILLER: ReadonlySet<string> = new Set([
  'a',
  'an',
  'all',
  'and',
  'by',
  'for',
  'from',
  'in',
  'of',
  'the',
  'to',
  'with',
]);

/** Estimated tokens of one entry of `tools/list`. */
export function tokensOf(tool: ToolDefinition, profile: Profile): number {
  return Math.ceil(Buffer.byteLength(JSON.stringify(listEntry(tool, profile))) / BYTES_PER_TOKEN);
}

/** Arguments of which the model learns the name and the type only. */
export function undescribedArguments(tool: ToolDefinition): string[] {
  const { properties } = tool.inputSchema.safe;
  const schemas = isObject(properties) ? properties : {};
  return tool.arguments
    .map(({ name }) => name)
    .filter((name) => {
      const schema = schemas[name];
      return isObject(schema) && typeof schema.description !== 'string' && !Array.isArray(schema.enum);
    });
}

/** True where the document says nothing about an operation, so that method and path stand in for it. */
export function isUndescribed({ description, method, path }: ToolDefinition): boolean {
  return description.replace(/^Deprecated: /, '').startsWith(`${method} ${path}`);
}

/** True where the description only repeats the name. */
export function repeatsName(tool: ToolDefinition): boolean {
  const said = new Set(splitWords(tool.name).map(wordStem));
  const words = splitWords(tool.description).map(wordStem);
  return words.length < 12 && words.every((word) => said.has(word) || FILLER.has(word));
}

/** Words of a name without case, order, number and filler: equal for names a model mixes up. */
export function nameKey(name: string): string {
  const words = splitWords(name)
    .map(wordStem)
    .filter((word) => !FILLER.has(word));
  return words.sort().join(' ');
}

function wordStem(word: string): string {
  return word
    .toLowerCase()
    .replace(/(?:ies)$/, 'y')
    .replace(/([^s])s$/, '$1');
}
