import { isObject } from '../document/is-object';
import { describe } from './describe';
import type { Definitions } from './definitions';
import type { EmitHost, Task } from './emit-task';
import { isNull } from './flattener';
import { sameNames } from './same-names';
import { Shape } from './shape';

/**
 * Profile `full`: a reference stays a reference, which also ends recursion.
 * @returns the task that writes the definition, `written` when it exists, null when the node has to
 * be written in place
 */
export function writeReference(
  host: EmitHost,
  task: Task,
  definitions: Definitions,
): Task | 'written' | null {
  const [part] = task.parts;
  if (task.inline || task.only !== null || task.parts.length !== 1 || part === undefined) return null;
  const sole = soleReference(part.schema);
  if (sole === null) return null;
  const parts = [{ schema: sole.node, pointer: part.pointer }];
  const flat = host.flattener.flat(parts);
  const [pointer] = flat.entered;
  if (pointer === undefined || flat.lost.some((loss) => loss.fatal === true)) return null;
  // A union may give keys other names than they have elsewhere; such a place is written for itself.
  const shape = Shape.of(host.flattener, parts);
  if (!sameNames(task.shape, shape)) return null;
  const { name, target } = definitions.of(pointer);
  const reference = { $ref: `#/$defs/${name}` };
  if (sole.nullable) task.target.anyOf = [reference, { type: 'null' }];
  else Object.assign(task.target, reference);
  const text = describe(
    { ...flat, deprecated: false, description: sole.description, title: null },
    task.notes,
  );
  if (text !== '') task.target.description = text;
  if (target === null) return 'written';
  const at = [{ schema: { $ref: sole.node.$ref }, pointer }];
  return { ...task, parts: at, target, depth: 2, chain: null, notes: [], shape, inline: true };
}

interface SoleReference {
  node: { $ref: string };
  nullable: boolean;
  description: string | null;
}

/** `{ $ref }`, or a union of one reference and null, with nothing but texts beside it. */
function soleReference(schema: unknown): SoleReference | null {
  if (!isObject(schema)) return null;
  const keys = Object.keys(schema).filter((key) => key !== 'description' && key !== 'title');
  const [key] = keys;
  if (keys.length !== 1 || key === undefined) return null;
  const description = typeof schema.description === 'string' ? schema.description : null;
  if (key === '$ref' && typeof schema.$ref === 'string') {
    return { node: { $ref: schema.$ref }, nullable: false, description };
  }
  const list = key === 'anyOf' || key === 'oneOf' ? schema[key] : null;
  if (!Array.isArray(list) || list.length !== 2) return null;
  const others = (list as unknown[]).filter((branch) => !isNull(branch));
  const inner = others.length === 1 ? soleReference(others[0]) : null;
  return inner === null
    ? null
    : { node: inner.node, nullable: true, description: description ?? inner.description };
}
