import type { OpenAPIObject } from '@nestjs/swagger';
import { BootError } from '@app/permissions';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * Path, query and body of an operation become one flat tool input, so they must not share a name. Documents of
 * others get their names apart by suffixes; our own can simply avoid it.
 *
 * @throws BootError naming operation, field and places
 */
export function assertDistinctInputs(document: OpenAPIObject): void {
  for (const item of Object.values(document.paths)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (!operation?.operationId) continue;
      const places = new Map<string, string>();
      const claim = (name: string, place: string): void => {
        const other = places.get(name);
        if (other) {
          throw new BootError(
            `${operation.operationId} has "${name}" in ${other} and in ${place}; rename one of them in its *.schemas.ts, because a tool has one flat input.`,
          );
        }
        places.set(name, place);
      };
      for (const parameter of operation.parameters ?? []) {
        if ('name' in parameter && parameter.in !== 'header') claim(parameter.name, parameter.in);
      }
      for (const name of bodyProperties(document, operation.requestBody)) claim(name, 'body');
    }
  }
}

function bodyProperties(document: OpenAPIObject, body: unknown): string[] {
  const schema = (body as { content?: Record<string, { schema?: Schema }> } | undefined)?.content?.[
    'application/json'
  ]?.schema;
  const name = schema?.$ref?.split('/').at(-1);
  const resolved = name ? (document.components?.schemas?.[name] as Schema | undefined) : schema;
  return Object.keys(resolved?.properties ?? {});
}
