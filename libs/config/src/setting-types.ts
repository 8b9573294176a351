import { z } from 'zod';

/** A comma-separated list; empty parts are dropped. */
export const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

/** A whole number from `min` to `max`. */
export const wholeNumber = (name: string, min: number, max: number, fallback: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      message: `${name} must be a whole number from ${min} to ${max}.`,
    })
    .transform(Number)
    .meta({ allowed: `${min} to ${max}` });

/** One of a few words. */
export const oneOf = <const T extends readonly string[]>(name: string, values: T, fallback: T[number]) =>
  z
    .string()
    .default(fallback)
    .refine((text) => values.includes(text), { message: `${name} must be one of ${values.join(', ')}.` })
    .transform((text) => text as T[number])
    .meta({ allowed: values.join(', ') });

/** @returns whether the text is a URL of one of the protocols, such as `https:` */
export const isUrlWith = (text: string, protocols: readonly string[]): boolean =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);
