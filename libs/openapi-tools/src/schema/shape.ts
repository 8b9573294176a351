import type { JsonType } from '../model/json';
import { nameKeys } from '../names/property-names';
import { either, together } from './core';
import type { Flat, Part } from './flat';
import type { Flattener } from './flattener';
import { levelKeys } from './level-keys';
import { Shapes } from './shapes';
import { intersectTypes, typeOf } from './types';

const BRANCH_DEPTH = 8;
const NO_NAMES: ReadonlyMap<string, string> = new Map();
const SHAPES = new WeakMap<Flattener, Shapes>();

/**
 * What the codec has to know about one level of the document: types, names, children. Built on
 * demand from the document itself, so it has no depth limit and follows recursion. The emitter shows
 * the names of the same shapes, so that what the model reads is what the codec maps back.
 */
export class Shape {
  /** Types the document allows, null not among them; null when it does not say. */
  readonly types: ReadonlySet<JsonType> | null;
  readonly nullable: boolean;
  /** Wire key to shown name, only where they differ. */
  readonly nameOf: ReadonlyMap<string, string>;
  readonly wireOf: ReadonlyMap<string, string>;
  private readonly levels: readonly Flat[];
  /** `levels`, and those of other members that share their alias table with this one. */
  private readonly named: readonly Flat[];
  /** A union takes one key as a declared member here and as a key of a map there. */
  private readonly mixed: boolean;
  private children: Map<string, Shape | null> | null = null;
  private itemShape: Shape | null | undefined;
  private restShape: Shape | null | undefined;

  private constructor(
    private readonly flattener: Flattener,
    parts: readonly Part[],
    alike: readonly Part[],
  ) {
    const own = flattener.flat(parts);
    if (alike.length === 0 && isLeaf(own)) {
      this.types = own.types ?? (own.enum === null ? null : new Set(own.enum.map(typeOf)));
      this.levels = [own];
      this.nullable = own.nullable;
      this.named = this.levels;
      this.mixed = false;
      this.nameOf = NO_NAMES;
      this.wireOf = NO_NAMES;
      return;
    }
    const flats = [own, ...alike.map((part) => flattener.flat([part]))];
    const levels = new Set<Flat>();
    this.types = readTypesOf(flattener, own, levels, 0);
    this.levels = [...levels];
    this.nullable = this.levels.some((level) => level.nullable);
    for (const flat of flats.slice(1)) readTypesOf(flattener, flat, levels, 0);
    this.named = [...levels];
    this.mixed = this.named.some(
      (map) => restOf(map).length > 0 && this.named.some((level) => declaresMore(level, map)),
    );
    const names = nameKeys(flats.flatMap((flat) => [...levelKeys(flattener, flat)]));
    const renamed = [...names].filter(([wire, name]) => wire !== name);
    this.nameOf = renamed.length === 0 ? NO_NAMES : new Map(renamed);
    this.wireOf = renamed.length === 0 ? NO_NAMES : new Map(renamed.map(([wire, name]) => [name, wire]));
  }

  static of(flattener: Flattener, parts: readonly Part[]): Shape {
    const shapes = shapesOf(flattener);
    return shapes.of(shapes.together(parts), () => new Shape(flattener, parts, []));
  }

  /** Wire keys the document declares on this level. */
  declares(wire: string): boolean {
    return this.levels.some((level) => level.properties.has(wire));
  }

  get declared(): string[] {
    return [...new Set(this.levels.flatMap((level) => [...level.properties.keys()]))];
  }

  /** Takes keys that are not declared. */
  get open(): boolean {
    return this.levels.some((level) => level.additional !== null || level.additionalOpen);
  }

  /** Shape of a member by its wire key; null when anything goes. */
  child(wire: string): Shape | null {
    let child = this.children?.get(wire);
    if (child !== undefined) return child;
    if (!this.declares(wire)) return this.rest();
    child = this.combine((level) => memberOf(level, wire));
    // Only declared keys are remembered: the keys of a map are data and have no end.
    (this.children ??= new Map()).set(wire, child);
    return child;
  }

  items(): Shape | null {
    if (this.itemShape === undefined) this.itemShape = this.combine(itemsOf);
    return this.itemShape;
  }

  /** Shape of the values of a free-form map. */
  rest(): Shape | null {
    if (this.restShape === undefined) this.restShape = this.combine(restOf);
    return this.restShape;
  }

  /** One of several schemas, under the names that all levels together need. */
  private combine(read: (level: Flat) => Part[]): Shape | null {
    const shapes = shapesOf(this.flattener);
    const choices = shapes.distinct(this.levels.flatMap(read));
    if (choices.size === 0) return null;
    const alike = shapes.distinct(this.named.flatMap(this.mixed ? membersOf : read));
    for (const key of choices.keys()) alike.delete(key);
    const key = [choices, alike].map((parts) => [...parts.keys()].sort().join('|')).join('~');
    if (choices.size === 1 && alike.size === 0) return Shape.of(this.flattener, [...choices.values()]);
    return shapes.of(
      key,
      () => new Shape(this.flattener, either([...choices.values()]), [...alike.values()]),
    );
  }
}

/** No names of its own and none below without a union: what most levels of a document are. */
function isLeaf(flat: Flat): boolean {
  return flat.unions.length === 0 && flat.properties.size === 0 && flat.patternProperties.size === 0;
}

function shapesOf(flattener: Flattener): Shapes {
  let shapes = SHAPES.get(flattener);
  if (shapes === undefined) {
    shapes = new Shapes();
    SHAPES.set(flattener, shapes);
  }
  return shapes;
}

/** What a level says of this key: a member of its own, else what it says of the keys of its map. */
function memberOf(level: Flat, wire: string): Part[] {
  const parts = level.properties.get(wire);
  return parts === undefined ? restOf(level) : [together(parts)];
}

function restOf(level: Flat): Part[] {
  return [
    ...[...level.patternProperties.values()].map(together),
    ...(level.additional === null ? [] : [together(level.additional)]),
  ];
}

function itemsOf(level: Flat): Part[] {
  return [...(level.prefixItems ?? []), ...(level.items === null ? [] : [together(level.items)])];
}

function membersOf(level: Flat): Part[] {
  return [...[...level.properties.values()].map(together), ...restOf(level)];
}

function declaresMore(level: Flat, than: Flat): boolean {
  return [...level.properties.keys()].some((wire) => !than.properties.has(wire));
}

/** Own types, narrowed by what the branches of a union leave. */
function readTypesOf(
  flattener: Flattener,
  flat: Flat,
  levels: Set<Flat>,
  depth: number,
): ReadonlySet<JsonType> | null {
  if (levels.has(flat) || depth > BRANCH_DEPTH) return flat.types;
  levels.add(flat);
  let types = flat.types;
  if (types === null && flat.enum !== null) types = new Set(flat.enum.map(typeOf));
  for (const union of flat.unions) {
    const branches = union.branches.map((branch) =>
      readTypesOf(flattener, flattener.flat([branch]), levels, depth + 1),
    );
    if (branches.some((branch) => branch === null)) continue;
    const all = new Set(branches.flatMap((branch) => [...(branch ?? [])]));
    types = types === null ? all : intersectTypes(types, all);
  }
  return types;
}
