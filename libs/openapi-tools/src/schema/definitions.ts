import type { JsonObject } from '../model/json';
import { shortHash } from '../text/hash';
import { byCodeUnit } from '../text/sort';

/** `$defs` of one schema in profile `full`: one definition per referenced pointer. */
export class Definitions {
  private readonly names = new Map<string, string>();
  private readonly targets = new Map<string, JsonObject>();

  /** `target` is null when the definition exists already. */
  of(pointer: string): { name: string; target: JsonObject | null } {
    const known = this.names.get(pointer);
    if (known !== undefined) return { name: known, target: null };
    const name = this.nameFor(pointer);
    const target: JsonObject = {};
    this.names.set(pointer, name);
    this.targets.set(name, target);
    return { name, target };
  }

  attach(root: JsonObject): void {
    if (this.targets.size === 0) return;
    const sorted = [...this.targets].sort(([a], [b]) => byCodeUnit(a, b));
    root.$defs = Object.fromEntries(sorted);
  }

  private nameFor(pointer: string): string {
    const last = lastName(pointer).replace(/[^A-Za-z0-9_]+/g, '_');
    // Components have unique names; anything else carries a hash of its place.
    const plain = /^\/components\/schemas\/[A-Za-z_][A-Za-z0-9_]{0,50}$/.test(pointer);
    return plain ? last : `${last.slice(0, 40)}_${shortHash(pointer, 8)}`;
  }
}

/** Last token of a pointer, unescaped. */
export function lastName(pointer: string): string {
  const token = pointer.slice(pointer.lastIndexOf('/') + 1);
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
