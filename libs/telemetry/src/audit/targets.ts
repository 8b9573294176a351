import type { Request } from 'express';
import type { RouteMatch } from '@app/permissions';

/** Longest value kept of a target, in characters: a path has at most 1,024 bytes. */
const MAX_LENGTH = 1024;

/**
 * What an operation acted on, for the audit trail: its path parameters, and the `path` of a file, which travels
 * as a query or body field. Nothing here has been validated yet, so what PostgreSQL cannot store is replaced.
 */
export function targetsOf(request: Request, match: RouteMatch): Record<string, string> {
  const path = request.query.path ?? (request.body as { path?: unknown } | undefined)?.path;
  const named = { ...match.params, ...(typeof path === 'string' && { path }) };
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, storable(value)]));
}

/** JSON columns take neither NUL nor half a surrogate pair. */
function storable(value: string): string {
  return value.slice(0, MAX_LENGTH).toWellFormed().replaceAll('\u0000', '\ufffd');
}
