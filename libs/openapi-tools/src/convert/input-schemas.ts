import type { JsonObject } from '../model/json';
import type { Profile } from '../model/tool';
import { withDerived } from '../profile/with-derived';
import { Emitter, type Member } from '../schema/emitter';
import type { EmitSettings } from '../schema/emit-task';
import type { Flattener } from '../schema/flattener';

/** A budget counts what it knows beforehand; these are the tries until the bytes fit. */
const TRIES = [1, 0.8, 0.5, 0.25];

/** The input schema of each profile. */
export function inputSchemas(
  flattener: Flattener,
  members: readonly Member[],
  settings: EmitSettings,
): Record<Profile, JsonObject> {
  const emitted = {
    safe: emit(flattener, members, { ...settings, full: false }),
    'full-2020-12': emit(flattener, members, { ...settings, full: true }),
  };
  return withDerived(emitted, settings.budget);
}

function emit(flattener: Flattener, members: readonly Member[], settings: EmitSettings): JsonObject {
  let schema: JsonObject = {};
  for (const share of TRIES) {
    schema = new Emitter(flattener, { ...settings, budget: settings.budget * share }).root(members);
    if (Buffer.byteLength(JSON.stringify(schema)) <= settings.budget) return schema;
  }
  return schema;
}
