import type { Request } from 'express';
import type { RouteMatch } from '@app/permissions';
import type { AuditTargets } from './audit.tables';
import { createdIdsOf } from './created';
import { isId } from './is-id';

/** Longest value kept of a target, in characters: a path has at most 1,024 bytes. */
const MAX_LENGTH = 1024;
/** Most ids kept of one list: that of the longest list an operation takes. */
const MAX_IDS = 100;

type Fields = Readonly<Record<string, unknown>>;

/**
 * What an operation acted on, for the audit trail: its path parameters, the ids among its query and body fields,
 * the `path` of a file, which travels as such a field too, and the ids of what it made. Nothing of the request has
 * been validated yet: what PostgreSQL cannot store is replaced, and a field that should be an id is kept only if it is one. It might be anything else.
 */
export function targetsOf(request: Request, match: RouteMatch): AuditTargets {
  const query = request.query as Fields;
  const body = fieldsOf(request.body);
  const path = query.path ?? body.path;
  const targets: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(match.params)) targets[name] = storable(value);
  if (typeof path === 'string') targets.path = storable(path);
  for (const name of match.route.idFields ?? []) {
    const ids = idsIn(query[name] ?? body[name]);
    if (ids !== undefined) targets[name] = ids;
  }
  return { ...targets, ...createdIdsOf(request) };
}

function fieldsOf(body: unknown): Fields {
  return typeof body === 'object' && body !== null ? (body as Fields) : {};
}

function idsIn(value: unknown): string | readonly string[] | undefined {
  if (!Array.isArray(value)) return isId(value) ? value : undefined;
  const ids = value.slice(0, MAX_IDS).filter(isId);
  return ids.length > 0 ? ids : undefined;
}

/** JSON columns take neither NUL nor half a surrogate pair. */
function storable(value: string): string {
  return value.slice(0, MAX_LENGTH).toWellFormed().replaceAll('\u0000', '\ufffd');
}
