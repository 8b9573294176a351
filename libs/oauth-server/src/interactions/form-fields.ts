import type { Request } from 'express';

/** @returns a field of the form; `undefined` if it is not there, or there more than once */
export function fieldOf(request: Request, name: string): string | undefined {
  const fields = request.body as unknown;
  if (typeof fields !== 'object' || fields === null || !Object.hasOwn(fields, name)) return undefined;
  const value = (fields as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : undefined;
}
