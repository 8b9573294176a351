/** What the pages read of the API's own description. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly 'x-permission': string;
  readonly 'x-hint': { readonly hint: string; readonly open_world: boolean };
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Field {
  readonly name: string;
  readonly place: 'path' | 'query' | 'body' | 'header';
  readonly isRequired: boolean;
  readonly schema: Schema;
  readonly description: string | undefined;
}

export interface Tool {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly hint: string;
  /** It acts on systems outside. */
  readonly reachesOut: boolean;
  readonly fields: readonly Field[];
}

/** The tool argument that stands for the header of the same meaning. */
const IDEMPOTENCY = 'Idempotency-Key';

/** @returns the operations as tools, by tag and name */
export function toolsOf(document: OpenApiDocument): readonly Tool[] {
  return Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => toTool(document, path, method, operation)),
    )
    .sort((a, b) => a.tag.localeCompare(b.tag) || a.name.localeCompare(b.name));
}

function toTool(document: OpenApiDocument, path: string, method: string, operation: Operation): Tool {
  return {
    name: operation.operationId,
    summary: operation.summary ?? operation.operationId,
    description: operation.description,
    tag: operation.tags?.[0] ?? 'other',
    method: method.toUpperCase(),
    path,
    permission: operation['x-permission'],
    hint: operation['x-hint'].hint,
    reachesOut: operation['x-hint'].open_world,
    fields: [...parametersOf(document, operation), ...bodyOf(document, operation)],
  };
}

function parametersOf(document: OpenApiDocument, { parameters = [] }: Operation): Field[] {
  return parameters
    .filter(({ in: place, name }) => place !== 'header' || name === IDEMPOTENCY)
    .map((parameter) => ({
      name: parameter.name === IDEMPOTENCY ? 'idempotency_key' : parameter.name,
      place: parameter.in,
      isRequired: parameter.required ?? false,
      schema: resolve(document, parameter.schema),
      description: parameter.description ?? parameter.schema.description,
    }));
}

function bodyOf(document: OpenApiDocument, { requestBody }: Operation): Field[] {
  const body = requestBody?.content['application/json'];
  if (!body) return [];
  const { properties = {}, required = [] } = resolve(document, body.schema);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    place: 'body',
    isRequired: required.includes(name),
    schema: resolve(document, schema),
    description: schema.description,
  }));
}

function resolve(document: OpenApiDocument, schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? schema);
}
