import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import type { Resolver } from '../document/resolver';
import { Discriminators } from './discriminators';
import { addMember, addTo, emptyFlat, Merged, type Flat, type Loss, type Part, type Union } from './flat';
import { addKeywords, lose, note } from './keywords';
import type { JsonType } from '../model/json';

const NULL_ONLY: ReadonlySet<JsonType> = new Set(['null']);

/**
 * Reads one level of a schema: follows references, merges `allOf`, opens unions with null.
 * - walks schema positions only: a property called `$ref` or `nullable` is data
 * - results are cached by schema object and never changed afterwards
 */
export class Flattener {
  private readonly cache = new WeakMap<object, Flat>();
  private readonly discriminators: Discriminators;

  constructor(private readonly resolver: Resolver) {
    this.discriminators = new Discriminators(resolver);
  }

  flat(parts: readonly Part[]): Flat {
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && isObject(only.schema)) {
      let hit = this.cache.get(only.schema);
      if (hit === undefined) {
        hit = this.read(parts);
        this.cache.set(only.schema, hit);
      }
      return hit;
    }
    return this.read(parts);
  }

  private read(parts: readonly Part[]): Flat {
    const flat = emptyFlat();
    const seen = new Set<object>();
    for (const part of parts) this.visit(flat, part, seen);
    this.openUnions(flat, seen);
    this.splitNull(flat);
    this.declareRequired(flat, parts);
    return flat;
  }

  private visit(flat: Flat, part: Part, seen: Set<object>): void {
    const { schema, pointer } = part;
    if (schema instanceof Merged) {
      for (const inner of schema.parts) this.visit(flat, inner, seen);
      return;
    }
    if (schema === true) return;
    if (schema === false) {
      flat.never = true;
      return;
    }
    if (!isObject(schema)) {
      lose(flat, 'invalid_schema', pointer, 'not a schema; any value is accepted');
      return;
    }
    // `allOf` that leads back to itself adds nothing new.
    if (seen.has(schema)) return;
    seen.add(schema);
    if (typeof schema.$ref === 'string') {
      if (this.resolver.is30) {
        if (typeof schema.description === 'string') flat.description ??= schema.description;
      } else {
        this.own(flat, schema, pointer, seen);
      }
      this.enter(flat, schema.$ref, pointer, seen);
      return;
    }
    this.own(flat, schema, pointer, seen);
  }

  private own(flat: Flat, schema: Record<string, unknown>, pointer: string, seen: Set<object>): void {
    addKeywords(flat, schema, pointer);
    if (Array.isArray(schema.allOf)) {
      (schema.allOf as unknown[]).forEach((inner, i) => {
        this.visit(flat, { schema: inner, pointer: join(pointer, 'allOf', i) }, seen);
      });
    }
    const union = this.discriminators.unionOf(schema, pointer, flat.entered);
    if (union !== null) flat.unions = addTo(flat.unions, union);
    for (const key of ['oneOf', 'anyOf'] as const) {
      const list = schema[key];
      if (!Array.isArray(list) || list.length === 0) continue;
      const branches = (list as unknown[]).map((inner, i) => ({
        schema: inner,
        pointer: join(pointer, key, i),
      }));
      flat.unions = addTo(flat.unions, this.discriminators.tag(schema, branches));
    }
  }

  private enter(flat: Flat, ref: string, pointer: string, seen: Set<object>): void {
    const target = this.resolver.resolve(ref);
    if (target.kind === 'external') {
      flat.lost = addTo<Loss>(flat.lost, {
        code: 'external_ref',
        pointer,
        message: `"${ref}" points outside the document; references are never fetched`,
        fatal: true,
      });
    } else if (target.kind === 'missing') {
      lose(flat, 'missing_ref', pointer, `"${ref}" is not in the document; any value is accepted`);
    } else {
      flat.entered = addTo(flat.entered, target.at.pointer);
      this.visit(flat, { schema: target.at.value, pointer: target.at.pointer }, seen);
    }
  }

  /** Unions with null, with one branch, or of `required` alone need no `anyOf`. */
  private openUnions(flat: Flat, seen: Set<object>): void {
    if (flat.unions.length === 0) return;
    const kept: Union[] = [];
    // A single branch is opened in place and may bring unions of its own: they join the end.
    for (let i = 0; i < flat.unions.length; i += 1) {
      const union = flat.unions[i] as Union;
      if (union.branches.some((branch) => isNull(branch.schema))) flat.nullable = true;
      const live = union.branches.map(({ schema }) => !isNull(schema) && !this.leadsBack(flat, schema));
      const branches = union.branches.filter((_, i) => live[i]);
      const tags = union.tags.filter((_, i) => live[i]);
      const [only] = branches;
      if (only === undefined) {
        if (union.branches.some((branch) => isNull(branch.schema))) flat.types ??= NULL_ONLY;
      } else if (branches.length === 1) this.visit(flat, only, seen);
      else if (branches.every((branch) => variesRequired(branch.schema))) {
        const sets = branches.map((branch) => requiredOf(branch.schema).join(' + ') || 'none');
        note(flat, `One of these sets is required: ${sets.join('; ')}.`);
      } else kept.push({ branches, tags, tagProperty: union.tagProperty });
    }
    flat.unions = kept;
  }

  /** A union with itself adds nothing, and a validator that follows it never ends. */
  private leadsBack(flat: Flat, schema: unknown): boolean {
    if (!isObject(schema) || typeof schema.$ref !== 'string') return false;
    const target = this.resolver.resolve(schema.$ref);
    return target.kind === 'found' && flat.entered.includes(target.at.pointer);
  }

  private splitNull(flat: Flat): void {
    if (flat.types?.has('null')) {
      flat.nullable = true;
      if (flat.types.size > 1) flat.types = new Set([...flat.types].filter((type) => type !== 'null'));
    }
    if (flat.enum?.includes(null) && flat.enum.length > 1) {
      if (flat.types === null) flat.nullable = true;
      flat.enum = flat.enum.filter((value) => value !== null);
    }
  }

  /** `required` may name a property nobody declared: it takes any value. */
  private declareRequired(flat: Flat, parts: readonly Part[]): void {
    if (flat.properties.size === 0 || flat.unions.length > 0 || flat.additional !== null) return;
    for (const name of flat.required) {
      if (flat.properties.has(name)) continue;
      const pointer = parts[0]?.pointer ?? '';
      flat.properties = addMember(flat.properties, name, { schema: true, pointer });
      lose(flat, 'required_undeclared', pointer, `required names "${name}", which is not declared`);
    }
  }
}

/** `type: null`, `const: null` or `enum: [null]`. */
export function isNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  if (schema.type === 'null' || schema.const === null) return true;
  return Array.isArray(schema.enum) && schema.enum.length === 1 && schema.enum[0] === null;
}

function variesRequired(schema: unknown): boolean {
  return (
    isObject(schema) &&
    Array.isArray(schema.required) &&
    Object.keys(schema).every((key) => ['required', 'type', 'title', 'description'].includes(key)) &&
    (schema.type === undefined || schema.type === 'object')
  );
}

function requiredOf(schema: unknown): string[] {
  const list = isObject(schema) && Array.isArray(schema.required) ? (schema.required as unknown[]) : [];
  return list.filter((name): name is string => typeof name === 'string');
}
