import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { JsonObject } from '../model/json';

const SETTINGS = { strict: false, allErrors: false, validateFormats: true, logger: false } as const;

const INSTANCES = { 'draft-07': new Ajv(SETTINGS), '2020-12': new Ajv2020(SETTINGS) };
for (const ajv of Object.values(INSTANCES)) addFormats(ajv);

/** Throws when the schema does not compile under the dialect. */
export function compile(schema: JsonObject, dialect: 'draft-07' | '2020-12'): void {
  validator(schema, dialect);
}

export function validator(
  schema: JsonObject,
  dialect: 'draft-07' | '2020-12' = '2020-12',
): (value: unknown) => boolean {
  const ajv = INSTANCES[dialect];
  // An instance takes longer to make than a schema to compile; it must not remember thousands of them.
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema);
  return (value) => validate(value) === true;
}

/** As `compile`, with one instance for each dialect. */
export function compiler(): typeof compile {
  const instances = { 'draft-07': new Ajv(SETTINGS), '2020-12': new Ajv2020(SETTINGS) };
  for (const ajv of Object.values(instances)) addFormats(ajv);
  return (schema, dialect) => {
    instances[dialect].compile(schema);
  };
}
