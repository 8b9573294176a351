import type { Request } from 'express';
import { RequestSlot } from '@app/errors';
import { isId } from './is-id';

/** Most ids kept of things that were made together. */
const MAX_IDS = 100;

type CreatedIds = Readonly<Record<string, string | readonly string[]>>;

const created = new RequestSlot<CreatedIds>();

/**
 * Leaves on the request what it made, for the audit trail: a reply `{ agent: { id } }` gives `agent_id`, and
 * `{ cases: [{ id }] }` gives `case_ids`. Nothing else of the reply is kept; a secret may stand in it.
 */
export function noteCreated(request: Request, reply: unknown): void {
  if (typeof reply !== 'object' || reply === null) return;
  const ids: Record<string, string | readonly string[]> = {};
  for (const [name, part] of Object.entries(reply)) {
    if (Array.isArray(part)) {
      const many = part.slice(0, MAX_IDS).flatMap(idOf);
      if (many.length > 0) ids[`${name.replace(/s$/, '')}_ids`] = many;
    } else {
      const [one] = idOf(part);
      if (one !== undefined) ids[`${name}_id`] = one;
    }
  }
  created.set(request, ids);
}

/** @returns ids of what the request made, by what their kind is called in the reply */
export function createdIdsOf(request: Request): CreatedIds | undefined {
  return created.get(request);
}

function idOf(value: unknown): string[] {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return isId(id) ? [id] : [];
}
