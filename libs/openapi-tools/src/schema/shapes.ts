import { isObject } from '../document/is-object';
import { Merged, type Part } from './flat';
import type { Shape } from './shape';

/** What a schema may hold beside a reference without meaning anything else. */
const TEXTS = new Set(['$ref', 'description', 'title']);

/**
 * The shapes of one document, each made once: equal places share a shape, so that recursion closes
 * a cycle instead of growing.
 */
export class Shapes {
  private readonly ids = new WeakMap<object, string>();
  private readonly shapes = new Map<string, Shape>();
  private count = 0;

  /** The shape of this key, made on first use. */
  of(key: string, make: () => Shape): Shape {
    let shape = this.shapes.get(key);
    if (shape === undefined) {
      shape = make();
      this.shapes.set(key, shape);
    }
    return shape;
  }

  /** Key of parts that apply together. */
  together(parts: readonly Part[]): string {
    const keys = parts.map(({ schema }) => this.id(schema));
    return keys.length === 1 ? (keys[0] ?? '') : `(${keys.join('&')})`;
  }

  /** Without those that stand there twice, by key. */
  distinct(choices: readonly Part[]): Map<string, Part> {
    const out = new Map<string, Part>();
    for (const choice of choices) {
      const key = this.together([choice]);
      if (!out.has(key)) out.set(key, choice);
    }
    return out;
  }

  private id(schema: unknown): string {
    if (schema instanceof Merged) return this.together(schema.parts);
    if (!isObject(schema)) return String(schema);
    const { $ref } = schema;
    if (typeof $ref === 'string' && Object.keys(schema).every((key) => TEXTS.has(key))) {
      return `<${JSON.stringify($ref)}>`;
    }
    let id = this.ids.get(schema);
    if (id === undefined) {
      this.count += 1;
      id = String(this.count);
      this.ids.set(schema, id);
    }
    return id;
  }
}
