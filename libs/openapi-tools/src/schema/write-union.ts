import type { JsonObject } from '../model/json';
import type { Chain } from './chain';
import { coreOf, together } from './core';
import type { EmitHost, Task } from './emit-task';
import type { Flat, Part, Union } from './flat';
import { ANY, nullNote, withDescription } from './write-texts';

/** The union that is shown; a schema with several keeps the first, which only widens. */
export function pickUnion(host: EmitHost, task: Task, flat: Flat): Union | null {
  if (task.only !== null) return null;
  const [first, ...others] = flat.unions;
  for (const lost of others) {
    const pointer = lost.branches[0]?.pointer ?? '';
    host.settings.sink.add('lossy', 'union_dropped', pointer, 'Only one union of a schema is shown.');
  }
  return first ?? null;
}

/** `anyOf` in which every branch also carries what stands beside the union. */
export function writeUnion(
  host: EmitHost,
  task: Task,
  flat: Flat,
  union: Union,
  chain: Chain | null,
): JsonObject {
  const core = coreOf(flat, task.parts[0]?.pointer ?? '');
  const shared = Object.keys(core.schema as object).length > 0 ? [core] : [];
  const branches: JsonObject[] = [];
  union.branches.forEach((branch, i) => {
    if (host.flattener.flat([branch]).never) return;
    const parts = [branch, ...tagOf(host, union, i), ...shared];
    branches.push(host.child(task, chain, [together(parts)], { shape: task.shape }));
  });
  const notes = [...flat.notes, ...nullNote(host, flat), ...task.notes];
  if (branches.length === 0) return withDescription({}, flat, [...notes, ANY]);
  if (host.settings.full && flat.nullable) branches.push({ type: 'null' });
  return withDescription({ anyOf: branches }, flat, notes);
}

/** The discriminator value of a branch, unless the branch states its own. */
function tagOf(host: EmitHost, union: Union, index: number): Part[] {
  const tag = union.tags[index];
  const property = union.tagProperty;
  const branch = union.branches[index];
  if (tag === null || tag === undefined || property === null || branch === undefined) return [];
  const stated = host.flattener.flat([branch]).properties.get(property);
  if (stated !== undefined && host.flattener.flat(stated).enum !== null) return [];
  const schema = { properties: { [property]: { type: 'string', enum: [tag] } } };
  return [{ schema, pointer: branch.pointer }];
}
