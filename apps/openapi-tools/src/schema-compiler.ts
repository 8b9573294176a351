import type { GateOptions } from '@app/openapi-tools';

type Compile = NonNullable<GateOptions['compile']>;

const SETTINGS = { strict: false, logger: false } as const;

/**
 * The validator that hosts in JavaScript use, under both dialects that they assume. A dialect that the schema names
 * is not asked for: hosts compile it under the one that they have. Loaded by the one command that asks for it.
 */
export async function schemaCompiler(): Promise<Compile> {
  const [{ Ajv }, { Ajv2020 }, formats] = await Promise.all([
    import('ajv'),
    import('ajv/dist/2020.js'),
    import('ajv-formats'),
  ]);
  const instances = { 'draft-07': new Ajv(SETTINGS), '2020-12': new Ajv2020(SETTINGS) };
  for (const ajv of Object.values(instances)) formats.default.default(ajv);
  return ({ $schema: _named, ...schema }, dialect) => {
    const ajv = instances[dialect];
    // An instance takes longer to make than a schema to compile; it must not remember thousands of them, nor ids.
    try {
      ajv.compile(schema);
    } finally {
      ajv.removeSchema(schema);
      if (typeof schema.$id === 'string') ajv.removeSchema(schema.$id);
    }
  };
}
