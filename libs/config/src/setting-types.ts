import { z } from 'zod';
import { parseUrl } from '@app/net';
import { isHost } from './addresses';

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

/** An address to listen on; this machine only by default. */
export const host = (name: string) =>
  z
    .string()
    .default('127.0.0.1')
    .refine(isHost, {
      message: `${name} must be an IP address such as 0.0.0.0 or ::1, or a host name, without scheme and port.`,
    });

/** A TCP port; left out: what listens there is off. */
export const optionalPort = (name: string) =>
  z
    .string()
    .optional()
    .refine(
      (text) => text === undefined || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535),
      {
        message: `${name} must be a whole number from 1 to 65535; leave it out to switch the port off.`,
      },
    )
    .transform((text) => (text === undefined ? undefined : Number(text)))
    .meta({ allowed: '1 to 65535' });

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
  protocols.includes(parseUrl(text)?.protocol ?? '');
