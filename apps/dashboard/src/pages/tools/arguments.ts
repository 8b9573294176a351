import type { Field, Tool } from './document';

/** What stands in the form, as text, by field. */
export type Draft = Readonly<Record<string, string>>;

export interface ToolRequest {
  readonly path: string;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** All of it, as a tool takes it. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

export const typeOf = ({ schema: { type } }: Field): string =>
  (typeof type === 'string' ? [type] : (type ?? [])).find((type) => type !== 'null') ?? 'json';

/**
 * @returns the request that the form means
 * @throws Error with a sentence if a field holds no JSON where JSON is wanted
 */
export function requestOf(tool: Tool, draft: Draft): ToolRequest {
  const filled = filledIn(tool.fields, draft);
  const at = (place: Field['place']): Record<string, unknown> =>
    Object.fromEntries(
      filled.filter(({ field }) => field.place === place).map(({ field, value }) => [field.name, value]),
    );
  const hasBody = tool.fields.some(({ place }) => place === 'body');
  const key = draft['idempotency_key'] ?? '';
  return {
    path: tool.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(draft[name] ?? '')),
    query: Object.fromEntries(Object.entries(at('query')).map(([name, value]) => [name, asQuery(value)])),
    body: hasBody ? at('body') : undefined,
    headers: key === '' ? {} : { 'idempotency-key': key },
    arguments: argumentsOf(tool.fields, draft),
  };
}

/**
 * @returns the arguments that the form means, as a tool takes them
 * @throws Error with a sentence if a field holds no JSON where JSON is wanted
 */
export function argumentsOf(fields: readonly Field[], draft: Draft): Readonly<Record<string, unknown>> {
  return Object.fromEntries(filledIn(fields, draft).map(({ field, value }) => [field.name, value]));
}

function filledIn(fields: readonly Field[], draft: Draft): { field: Field; value: unknown }[] {
  return fields
    .filter(({ name }) => (draft[name] ?? '') !== '')
    .map((field) => ({ field, value: valueOf(field, draft[field.name] ?? '') }));
}

const asQuery = (value: unknown): string | readonly string[] =>
  Array.isArray(value) ? value.map(String) : String(value);

function valueOf(field: Field, text: string): unknown {
  const type = typeOf(field);
  if (type === 'string') return text;
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  if (isTextList(field)) return text.split('\n').filter((line) => line.trim() !== '');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error(`${field.name} must be JSON.`);
  }
}

/** A list of texts is written a line each, without quotes. */
export const isTextList = (field: Field): boolean =>
  typeOf(field) === 'array' && field.schema.items?.type === 'string';
