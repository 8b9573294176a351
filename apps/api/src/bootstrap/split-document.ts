import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/**
 * Parts the paths of a document, and with them the components: what only the second part uses is left out of the
 * first, and the second has what it uses.
 */
export function splitDocument(
  document: OpenAPIObject,
  isFirst: (path: string) => boolean,
): [first: OpenAPIObject, second: OpenAPIObject] {
  const paths = Object.entries(document.paths);
  const firstPaths = Object.fromEntries(paths.filter(([path]) => isFirst(path)));
  const secondPaths = Object.fromEntries(paths.filter(([path]) => !isFirst(path)));
  const schemas = document.components?.schemas ?? {};
  const [inFirst, inSecond] = [usedBy(firstPaths, schemas), usedBy(secondPaths, schemas)];
  const withSchemas = (part: OpenAPIObject['paths'], keeps: (name: string) => boolean): OpenAPIObject => ({
    ...document,
    paths: part,
    components: {
      ...document.components,
      schemas: Object.fromEntries(Object.entries(schemas).filter(([name]) => keeps(name))),
    },
  });
  return [
    withSchemas(firstPaths, (name) => inFirst.has(name) || !inSecond.has(name)),
    withSchemas(secondPaths, (name) => inSecond.has(name)),
  ];
}

/** @returns names of the schemas that something refers to, directly or through another schema */
function usedBy(root: unknown, schemas: Schemas): Set<string> {
  const used = new Set<string>();
  const visit = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      if (schemas[name]) visit(schemas[name]);
    }
  };
  visit(root);
  return used;
}
