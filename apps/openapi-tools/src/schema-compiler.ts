import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { GateOptions } from '@app/openapi-tools';

type Compile = NonNullable<GateOptions['compile']>;

const SETTINGS = { strict: false, logger: false } as const;

/**
 * The validator that hosts in JavaScript use, under both dialects that they assume. A dialect that the schema names
 * is not asked for: hosts compile it under the one that they have.
 */
export function schemaCompiler(): Compile {
  const instances = { 'draft-07': new Ajv(SETTINGS), '2020-12': new Ajv2020(SETTINGS) };
  for (const ajv of Object.values(instances)) addFormats(ajv);
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
