import type { OpenAPIObject } from '@nestjs/swagger';

/** The few JSON Schema keywords that faults are derived from. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
}

export type Place = 'path' | 'query' | 'header' | 'body';

/** One argument of the tool, and where REST takes it. */
export interface Input {
  readonly name: string;
  readonly wire: string;
  readonly in: Place;
  readonly required: boolean;
  readonly schema: Schema;
}

export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly scope: string;
  readonly inputs: readonly Input[];
  readonly takesBody: boolean;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Reads the operations out of the document, independently of the conversion to tools. */
export function operationsOf(document: OpenAPIObject): ApiOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as any;
      if (!operation) return [];
      const body = resolve(document, operation.requestBody?.content?.['application/json']?.schema);
      return [
        {
          id: operation.operationId as string,
          method: method.toUpperCase(),
          path,
          permission: operation['x-permission'] as string,
          scope: operation['x-scope'] as string,
          takesBody: body !== undefined,
          inputs: [...parameterInputs(document, operation.parameters ?? []), ...bodyInputs(document, body)],
        },
      ];
    }),
  );
}

function parameterInputs(document: OpenAPIObject, parameters: any[]): Input[] {
  return parameters.map((parameter) => ({
    name: parameter.in === 'header' ? parameter.name.toLowerCase().replaceAll('-', '_') : parameter.name,
    wire: parameter.name,
    in: parameter.in,
    required: parameter.required === true,
    schema: deepResolve(document, parameter.schema),
  }));
}

function bodyInputs(document: OpenAPIObject, body: Schema | undefined): Input[] {
  return Object.entries(body?.properties ?? {}).map(([name, schema]) => ({
    name,
    wire: name,
    in: 'body',
    required: body?.required?.includes(name) ?? false,
    schema: deepResolve(document, schema),
  }));
}

function resolve(document: OpenAPIObject, schema: Schema | undefined): Schema | undefined {
  if (!schema?.$ref) return schema;
  const target = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
  return { ...(target as Schema), ...schema };
}

function deepResolve(document: OpenAPIObject, schema: Schema): Schema {
  const { $ref, ...resolved } = resolve(document, schema) as Schema;
  void $ref;
  return {
    ...resolved,
    ...(resolved.items && { items: deepResolve(document, resolved.items) }),
    ...(resolved.anyOf && { anyOf: resolved.anyOf.map((part) => deepResolve(document, part)) }),
    ...(resolved.properties && {
      properties: Object.fromEntries(
        Object.entries(resolved.properties).map(([name, part]) => [name, deepResolve(document, part)]),
      ),
    }),
  };
}
