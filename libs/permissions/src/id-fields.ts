import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';

const ID_FIELD = /_ids?$/;
const INPUTS: readonly string[] = [String(RouteParamtypes.QUERY), String(RouteParamtypes.BODY)];

interface Schema {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly def?: { readonly in?: Schema; readonly innerType?: Schema };
}

/**
 * @param controller class of the route
 * @param method name of its method
 * @returns names of the query and body fields of a route that hold ids, from the schemas of its parameters
 */
export function idFieldsOf(controller: object, method: string): readonly string[] {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Readonly<
    Record<string, { readonly schema?: Schema }>
  >;
  // The key of a parameter is its kind and its place: `3:0` is a body that comes first.
  const inputs = Object.entries(parameters).filter(([key]) => INPUTS.includes(key.split(':')[0] ?? ''));
  return inputs.flatMap(([, { schema }]) => fieldsOf(schema)).filter((name) => ID_FIELD.test(name));
}

/** Fields of an object schema, also of one that is refined, transformed or optional. */
function fieldsOf(schema: Schema | undefined): string[] {
  if (!schema) return [];
  return schema.shape ? Object.keys(schema.shape) : fieldsOf(schema.def?.in ?? schema.def?.innerType);
}
