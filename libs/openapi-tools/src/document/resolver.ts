import { isObject } from './is-object';
import { join, parseFragment } from './pointer';

export interface Resolved {
  value: unknown;
  pointer: string;
}

export type Resolution = { kind: 'found'; at: Resolved } | { kind: 'external' } | { kind: 'missing' };

/**
 * Looks local references up in one document.
 * - never fetches: anything but a fragment of this document is `external`
 * - reads own members only
 */
export class Resolver {
  /** OpenAPI 3.0 ignores siblings of `$ref`, 3.1 merges them. */
  readonly is30: boolean;
  private readonly cache = new Map<string, Resolution>();

  constructor(readonly root: Record<string, unknown>) {
    this.is30 = typeof root.openapi === 'string' && root.openapi.startsWith('3.0');
  }

  resolve(ref: string): Resolution {
    let hit = this.cache.get(ref);
    if (hit === undefined) {
      hit = this.look(ref);
      this.cache.set(ref, hit);
    }
    return hit;
  }

  /** Follows a chain of `$ref` objects (parameters, bodies, responses, path items). */
  follow(value: unknown, pointer: string): Resolution {
    const seen = new Set<string>();
    let at: Resolved = { value, pointer };
    while (isObject(at.value) && typeof at.value.$ref === 'string') {
      if (seen.has(at.value.$ref)) return { kind: 'missing' };
      seen.add(at.value.$ref);
      const next = this.resolve(at.value.$ref);
      if (next.kind !== 'found') return next;
      at = next.at;
    }
    return { kind: 'found', at };
  }

  private look(ref: string): Resolution {
    if (!ref.startsWith('#')) return { kind: 'external' };
    const tokens = parseFragment(ref);
    if (tokens === null) return { kind: 'missing' };
    let value: unknown = this.root;
    for (const token of tokens) {
      if (Array.isArray(value)) value = /^\d+$/.test(token) ? (value as unknown[])[Number(token)] : undefined;
      else value = isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
    }
    return value === undefined
      ? { kind: 'missing' }
      : { kind: 'found', at: { value, pointer: join('', ...tokens) } };
  }
}
