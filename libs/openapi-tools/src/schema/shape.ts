import type { JsonType } from '../model/json';
import { either, together } from './core';
import type { Flat, Part } from './flat';
import type { Flattener } from './flattener';
import { levelNames } from './level-keys';
import { intersectTypes, typeOf } from './types';

const BRANCH_DEPTH = 8;
/** Shapes live as long as the levels they are built from. */
const SHAPES = new WeakMap<Flat, Shape>();

/**
 * What the codec has to know about one level of the document: types, names, children. Built on
 * demand from the document itself, so it has no depth limit and follows recursion.
 */
export class Shape {
  /** Types the document allows, null not among them; null when it does not say. */
  readonly types: ReadonlySet<JsonType> | null;
  readonly nullable: boolean;
  /** Wire key to shown name, only where they differ. */
  readonly nameOf: ReadonlyMap<string, string>;
  readonly wireOf: ReadonlyMap<string, string>;
  private readonly levels: readonly Flat[];
  private readonly children = new Map<string, Shape | null>();
  private itemShape: Shape | null | undefined;
  private restShape: Shape | null | undefined;

  private constructor(
    private readonly flattener: Flattener,
    parts: readonly Part[],
    flat: Flat,
  ) {
    const levels = new Set<Flat>();
    this.types = readTypesOf(flattener, flat, levels, 0);
    this.levels = [...levels];
    this.nullable = this.levels.some((level) => level.nullable);
    const renamed = [...levelNames(flattener, parts)].filter(([wire, name]) => wire !== name);
    this.nameOf = new Map(renamed);
    this.wireOf = new Map(renamed.map(([wire, name]) => [name, wire]));
  }

  /** One shape per level of the document, so that recursion closes a cycle instead of growing. */
  static of(flattener: Flattener, parts: readonly Part[]): Shape {
    const flat = flattener.flat(parts);
    let shape = SHAPES.get(flat);
    if (shape === undefined) {
      shape = new Shape(flattener, parts, flat);
      SHAPES.set(flat, shape);
    }
    return shape;
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
    let child = this.children.get(wire);
    if (child !== undefined) return child;
    const choices = this.levels
      .map((level) => level.properties.get(wire))
      .filter((parts): parts is Part[] => parts !== undefined)
      .map(together);
    child = this.combine(choices) ?? this.rest();
    // Only declared keys are remembered: the keys of a map are data and have no end.
    if (choices.length > 0) this.children.set(wire, child);
    return child;
  }

  items(): Shape | null {
    if (this.itemShape === undefined) {
      const choices = this.levels.flatMap((level) => [
        ...(level.prefixItems ?? []),
        ...(level.items === null ? [] : [together(level.items)]),
      ]);
      this.itemShape = this.combine(choices);
    }
    return this.itemShape;
  }

  /** Shape of the values of a free-form map. */
  rest(): Shape | null {
    if (this.restShape === undefined) {
      const choices = this.levels.flatMap((level) => [
        ...[...level.patternProperties.values()].map(together),
        ...(level.additional === null ? [] : [together(level.additional)]),
      ]);
      this.restShape = this.combine(choices);
    }
    return this.restShape;
  }

  private combine(choices: readonly Part[]): Shape | null {
    return choices.length === 0 ? null : Shape.of(this.flattener, either(choices));
  }
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
