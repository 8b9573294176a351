import { OperationRefused } from '../document/refused';
import type { JsonObject } from '../model/json';
import { markNullable } from '../profile/nullable';
import { byCodeUnit } from '../text/sort';
import { countIn, extend, type Chain } from './chain';
import { Definitions, lastName } from './definitions';
import type { ChildTask, EmitHost, EmitSettings, Task } from './emit-task';
import type { Flat, Part } from './flat';
import type { Flattener } from './flattener';
import { inferTypes } from './infer';
import { writeReference } from './references';
import { Shape } from './shape';
import { writeNode } from './write-node';
import { pickUnion, writeUnion } from './write-union';

/** One argument of an input schema. */
export interface Member {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly required: boolean;
  readonly notes: readonly string[];
}

/** What a node costs at least; charged before it is looked at, so that cutting always fits. */
const CUT_COST = 72;
const NO_NOTES: readonly string[] = [];

/**
 * Writes one self-contained schema, breadth first: a size budget then cuts the deepest levels
 * first, in key order, and reuse that doubles at every level cannot explode.
 */
export class Emitter implements EmitHost {
  private readonly queue: Task[] = [];
  private readonly definitions = new Definitions();
  private spent = 0;

  constructor(
    readonly flattener: Flattener,
    readonly settings: EmitSettings,
  ) {}

  /** The closed root object of an input schema. */
  root(members: readonly Member[]): JsonObject {
    const properties: JsonObject = {};
    const required: string[] = [];
    const root: JsonObject = { type: 'object', properties, required, additionalProperties: false };
    for (const { name, parts, required: needed, notes } of [...members].sort((a, b) =>
      byCodeUnit(a.name, b.name),
    )) {
      const target: JsonObject = {};
      properties[name] = target;
      if (needed) required.push(name);
      const shape = Shape.of(this.flattener, parts);
      this.push({ parts, target, depth: 2, chain: null, only: null, shape, notes, inline: false });
    }
    this.run();
    this.definitions.attach(root);
    return root;
  }

  /** A schema as it stands, for replies. */
  value(parts: readonly Part[]): JsonObject {
    const target: JsonObject = {};
    const shape = Shape.of(this.flattener, parts);
    this.push({ parts, target, depth: 1, chain: null, only: null, shape, notes: NO_NOTES, inline: true });
    this.run();
    this.definitions.attach(target);
    return target;
  }

  child(parent: Task, chain: Chain | null, parts: readonly Part[], extra: ChildTask): JsonObject {
    const target: JsonObject = {};
    // Written out: this runs once for every node of every tool, and spreading costs more than the rest of it.
    this.push({
      parts,
      target,
      depth: parent.depth + 1,
      chain,
      only: extra.only ?? null,
      shape: extra.shape ?? Shape.of(this.flattener, parts),
      notes: extra.notes ?? NO_NOTES,
      inline: false,
    });
    return target;
  }

  private push(task: Task): void {
    this.spent += CUT_COST;
    this.queue.push(task);
  }

  private run(): void {
    // Index instead of shift(): a shift is linear in the queue.
    for (let i = 0; i < this.queue.length; i += 1) {
      const task = this.queue[i] as Task;
      const reference = this.settings.full ? writeReference(this, task, this.definitions) : null;
      if (reference === null) this.expand(task);
      else if (reference !== 'written') this.push(reference);
    }
    this.queue.length = 0;
  }

  private expand(task: Task): void {
    const flat = this.flattener.flat(task.parts);
    this.reportLosses(flat);
    const chain = extend(task.chain, flat.entered);
    const repeated = flat.entered.find((at) => countIn(chain, at) > this.settings.recursionLimit + 1);
    if (repeated !== undefined) {
      this.cut(task, flat, 'recursion_cut', `Same shape as ${lastName(repeated)} above.`);
      return;
    }
    const start = this.queue.length;
    const before = this.spent;
    const union = pickUnion(this, task, flat);
    const node =
      union === null ? writeNode(this, task, flat, chain) : writeUnion(this, task, flat, union, chain);
    if (this.queue.length > start && task.depth >= this.settings.maxDepth) {
      this.queue.length = start;
      this.spent = before;
      this.cut(task, flat, 'depth_cut', 'Nested deeper than shown.');
      return;
    }
    this.spent += Buffer.byteLength(JSON.stringify(node)) - CUT_COST;
    // The root itself is never cut: a tool without arguments would be worth nothing.
    if (this.spent > this.settings.budget && task.depth > 1 && this.spent > before) {
      this.queue.length = start;
      this.spent = before;
      this.cut(task, flat, 'size_cut', 'Shape left out for size.');
      return;
    }
    Object.assign(task.target, node);
    if (flat.nullable && !this.settings.full) markNullable(task.target);
  }

  /** Cut to the bare type and a sentence; the codec walks the document and still takes deeper input. */
  private cut(task: Task, flat: Flat, code: string, why: string): void {
    this.settings.sink.add('lossy', code, task.parts[0]?.pointer ?? '', why);
    const types = task.only === null && flat.unions.length > 0 ? null : inferTypes(flat);
    const type = task.only ?? (types?.size === 1 ? [...types][0] : undefined);
    const nullable = this.settings.full && flat.nullable && type !== 'null';
    if (flat.nullable && !this.settings.full) markNullable(task.target);
    if (type !== undefined) task.target.type = nullable ? [type, 'null'] : type;
    if (type === 'array') task.target.items = {};
    task.target.description = `${why}${flat.nullable && !this.settings.full ? ' May be null.' : ''}`;
  }

  private reportLosses(flat: Flat): void {
    for (const loss of flat.lost) {
      if (loss.fatal === true) throw new OperationRefused(loss.code, loss.pointer, loss.message);
      this.settings.sink.add('lossy', loss.code, loss.pointer, loss.message);
    }
    for (const text of flat.notes) {
      this.settings.sink.add('lossy', 'keyword_described', flat.entered.at(-1) ?? '', text);
    }
  }
}
