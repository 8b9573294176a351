import { z } from 'zod';

// With the flag u a surrogate pair is one character, so only a lone half is of this category.
const UNSTORABLE = /\0|\p{Surrogate}/u;
const SURROGATE_PAIR = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;

/**
 * A string that every store of ours can hold. PostgreSQL has no NUL in `text`, and a lone surrogate has no
 * UTF-8 form, so both are refused here, where the caller still learns which field it was.
 * https://www.postgresql.org/docs/current/datatype-character.html
 *
 * @param min, max length in characters (code points, as JSON Schema counts them)
 */
export function text(min: number, max: number) {
  return z
    .string()
    .superRefine((value, context) => {
      const fault = faultOf(value, min, max);
      if (fault) context.addIssue({ ...fault, input: value });
    })
    .meta({ ...(min > 0 ? { minLength: min } : {}), maxLength: max });
}

type Fault =
  | { code: 'custom'; message: string }
  | { code: 'too_small'; origin: 'string'; minimum: number; message: string }
  | { code: 'too_big'; origin: 'string'; maximum: number; message: string };

function faultOf(value: string, min: number, max: number): Fault | undefined {
  const length = lengthWithin(value, max);
  if (length > max) {
    return {
      code: 'too_big',
      origin: 'string',
      maximum: max,
      message: `must have at most ${max} characters`,
    };
  }
  if (length < min) {
    return {
      code: 'too_small',
      origin: 'string',
      minimum: min,
      message: `must have at least ${characters(min)}`,
    };
  }
  return isStorable(value)
    ? undefined
    : { code: 'custom', message: 'must not contain NUL characters or lone surrogates' };
}

/** Whether PostgreSQL can hold the text: no NUL, no lone surrogate. */
export function isStorable(value: string): boolean {
  return !UNSTORABLE.test(value);
}

/** Length in code points; a text that is too long in any case is not searched. */
function lengthWithin(value: string, max: number): number {
  if (value.length > 2 * max) return value.length;
  return value.length - (value.match(SURROGATE_PAIR)?.length ?? 0);
}

const characters = (count: number): string => (count === 1 ? '1 character' : `${count} characters`);
