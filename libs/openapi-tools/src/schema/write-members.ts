import type { JsonObject } from '../model/json';
import { byCodeUnit } from '../text/sort';
import type { Chain } from './chain';
import { either, together } from './core';
import type { EmitHost, Task } from './emit-task';
import type { Flat, Part } from './flat';
import { wireNote } from './write-texts';

/** `properties`, `required` and the schema of further keys. */
export function writeMembers(
  schema: JsonObject,
  host: EmitHost,
  task: Task,
  flat: Flat,
  chain: Chain | null,
): void {
  const { shape } = task;
  const properties: JsonObject = {};
  const required: string[] = [];
  const rows = [...flat.properties].map(([wire, parts]) => ({
    wire,
    name: shape.nameOf.get(wire) ?? wire,
    parts,
  }));
  for (const { wire, name, parts } of rows.sort((a, b) => byCodeUnit(a.name, b.name))) {
    const member = host.flattener.flat(parts);
    if (member.never || isHidden(host, member)) continue;
    if (flat.required.has(wire)) required.push(name);
    const notes = name === wire ? [] : [wireNote(wire)];
    properties[name] = host.child(task, chain, parts, { notes, shape: shape.child(wire) });
  }
  if (Object.keys(properties).length > 0) schema.properties = properties;
  if (required.length > 0) schema.required = required;
  const choices: Part[] = [...flat.patternProperties.values()].map(together);
  if (flat.additional !== null) choices.push(together(flat.additional));
  // Patterns alone leave all other keys open, and so must the emitted map.
  if (choices.length > 0 && (flat.additional !== null || flat.additionalClosed)) {
    schema.additionalProperties = host.child(task, chain, either(choices), { shape: shape.rest() });
  }
}

/** `readOnly` in requests, `writeOnly` in replies. */
function isHidden(host: EmitHost, member: Flat): boolean {
  return host.settings.direction === 'input' ? member.readOnly : member.writeOnly;
}

/** Arrays always have `items`; a tuple becomes a union of all its places. */
export function writeItems(
  schema: JsonObject,
  host: EmitHost,
  task: Task,
  flat: Flat,
  chain: Chain | null,
): void {
  let parts: readonly Part[] = flat.items ?? [];
  // An open tuple takes anything after its places.
  if (flat.prefixItems !== null && parts.length > 0) parts = either([...flat.prefixItems, together(parts)]);
  else if (flat.prefixItems !== null && flat.itemsClosed) parts = either(flat.prefixItems);
  schema.items = parts.length === 0 ? {} : host.child(task, chain, parts, { shape: task.shape.items() });
}
