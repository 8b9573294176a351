import { OperationRefused } from '../document/refused';
import { ReportSink } from '../document/report-sink';
import { checkFullSchema } from '../gate/check-full-schema';
import { GateFindings } from '../gate/findings';
import type { JsonObject } from '../model/json';
import type { EmittedProfile } from '../model/profile';
import type { Profile } from '../model/tool';
import { withDerived } from '../profile/with-derived';
import { Emitter, type Member } from '../schema/emitter';
import type { EmitSettings } from '../schema/emit-task';
import type { Flattener } from '../schema/flattener';
import { deepFreeze } from './freeze';

/** A budget counts what it knows beforehand; these are the tries until the bytes fit. */
const TRIES = [1, 0.8, 0.5, 0.25];

/** The input schema of each profile. */
export function inputSchemas(
  flattener: Flattener,
  members: readonly Member[],
  settings: EmitSettings,
): Record<Profile, JsonObject> {
  const safe = emit(flattener, members, { ...settings, full: false });
  const emitted = { safe } as Record<EmittedProfile, JsonObject>;
  let full: JsonObject | undefined;
  // Made when it is first read, as the derived ones: a list shows one profile, and most never show this one.
  Object.defineProperty(emitted, 'full-2020-12', {
    get: () => (full ??= deepFreeze(emitFull(flattener, members, settings, safe))),
  });
  return withDerived(emitted, settings.budget);
}

/** Follows references further than `safe` and may find there what no tool can use: then `safe` has to do. */
function emitFull(
  flattener: Flattener,
  members: readonly Member[],
  settings: EmitSettings,
  safe: JsonObject,
): JsonObject {
  const sink = new ReportSink(null);
  try {
    const full = emit(flattener, members, { ...settings, full: true, sink });
    const findings = new GateFindings('');
    checkFullSchema(full, '', findings);
    const fits = Buffer.byteLength(JSON.stringify(full)) <= settings.budget;
    if (fits && findings.list.length === 0) return full;
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
  }
  return structuredClone(safe);
}

function emit(flattener: Flattener, members: readonly Member[], settings: EmitSettings): JsonObject {
  let schema: JsonObject = {};
  for (const share of TRIES) {
    schema = new Emitter(flattener, { ...settings, budget: settings.budget * share }).root(members);
    if (Buffer.byteLength(JSON.stringify(schema)) <= settings.budget) return schema;
  }
  return schema;
}
