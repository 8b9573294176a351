import { z } from 'zod';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * An id. Written with `format` alone: the long pattern that zod would add costs tokens in every tool. Lower-cased,
 * so that two spellings of one id count as the same.
 */
export const uuid = () =>
  z
    .string()
    .refine((value) => UUID.test(value), { message: 'must be a UUID' })
    .overwrite((value) => value.toLowerCase())
    .meta({ format: 'uuid' });

/** Path parameters of an operation on one item: `@Param({ schema: idParam('agent_id') })`. */
export function idParam<Name extends string>(name: Name) {
  return z.strictObject({ [name]: uuid() } as Record<Name, ReturnType<typeof uuid>>);
}
