import { isObject, own } from '../document/is-object';
import { join } from '../document/pointer';
import type { Resolver } from '../document/resolver';
import type { Part, Union } from './flat';

const COMPONENTS = '/components/schemas';

/**
 * The `discriminator` keyword (OAS 3.1.2, Discriminator Object).
 * - with a union beside it: every branch gets its tag
 * - on a base without a union: the branches are the components whose `allOf` names the base
 */
export class Discriminators {
  private children: Map<string, string[]> | null = null;

  constructor(private readonly resolver: Resolver) {}

  tag(schema: Record<string, unknown>, branches: readonly Part[]): Union {
    const property = propertyOf(schema);
    if (property === null) return { branches, tags: branches.map(() => null), tagProperty: null };
    const tags = branches.map((branch) => {
      const ref = own(branch.schema, '$ref');
      const target = typeof ref === 'string' ? this.resolver.resolve(ref) : null;
      return target?.kind === 'found' ? this.tagOf(schema, target.at.pointer) : null;
    });
    return { branches, tags, tagProperty: property };
  }

  /** @param entered pointers followed so far; a child that leads back to its base is no new union */
  unionOf(schema: Record<string, unknown>, pointer: string, entered: readonly string[]): Union | null {
    const property = propertyOf(schema);
    if (property === null || Array.isArray(schema.oneOf) || Array.isArray(schema.anyOf)) return null;
    const names = this.childrenOf(pointer);
    const all = names.map((name) => join(COMPONENTS, name));
    if (all.length === 0 || all.some((child) => entered.includes(child))) return null;
    // A base that is itself one of the choices stays a plain object, which accepts its children too.
    if (this.mapped(schema, pointer).length > 0) return null;
    const branches = all.map((at) => ({ schema: { $ref: `#${at.replaceAll('%', '%25')}` }, pointer: at }));
    return { branches, tags: all.map((at) => this.tagOf(schema, at)), tagProperty: property };
  }

  private tagOf(schema: Record<string, unknown>, pointer: string): string | null {
    const mapped = this.mapped(schema, pointer);
    if (mapped.length > 1) return null;
    return mapped[0] ?? (pointer.startsWith(`${COMPONENTS}/`) ? lastToken(pointer) : null);
  }

  private mapped(schema: Record<string, unknown>, pointer: string): string[] {
    const mapping = own(schema.discriminator, 'mapping');
    if (!isObject(mapping)) return [];
    return Object.keys(mapping)
      .filter((value) => {
        const target = mapping[value];
        if (typeof target !== 'string') return false;
        if (join(COMPONENTS, target) === pointer) return true;
        const at = target.startsWith('#') ? this.resolver.resolve(target) : null;
        return at?.kind === 'found' && at.at.pointer === pointer;
      })
      .sort();
  }

  private childrenOf(pointer: string): string[] {
    this.children ??= this.index();
    return this.children.get(pointer) ?? [];
  }

  /** One pass over the components, so that conversion stays linear. */
  private index(): Map<string, string[]> {
    const children = new Map<string, string[]>();
    const schemas = own(own(this.resolver.root, 'components'), 'schemas');
    if (!isObject(schemas)) return children;
    for (const name of Object.keys(schemas).sort()) {
      const all = own(schemas[name], 'allOf');
      for (const base of Array.isArray(all) ? (all as unknown[]) : []) {
        const ref = own(base, '$ref');
        const target = typeof ref === 'string' ? this.resolver.resolve(ref) : null;
        if (target?.kind !== 'found') continue;
        const list = children.get(target.at.pointer);
        if (list === undefined) children.set(target.at.pointer, [name]);
        else list.push(name);
      }
    }
    return children;
  }
}

function propertyOf(schema: Record<string, unknown>): string | null {
  const name = own(schema.discriminator, 'propertyName');
  return typeof name === 'string' ? name : null;
}

function lastToken(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
