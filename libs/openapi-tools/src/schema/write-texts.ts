import type { JsonObject } from '../model/json';
import { describe } from './describe';
import type { EmitHost } from './emit-task';
import type { Flat } from './flat';

export const ANY = 'Any JSON value.';

export function withDescription(schema: JsonObject, flat: Flat, notes: readonly string[]): JsonObject {
  const text = describe(flat, notes);
  if (text !== '') schema.description = text;
  return schema;
}

/** Profile `safe` has no null: the text says what the codec accepts all the same. */
export function nullNote(host: EmitHost, flat: Flat): string[] {
  return flat.nullable && !host.settings.full ? ['May be null.'] : [];
}

export function wireNote(wire: string): string {
  return `Sent as "${wire.slice(0, 100)}".`;
}
