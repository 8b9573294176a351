import { decoded } from './segment';
import type { Segment } from './segment';

interface Node<T> {
  readonly literals: Map<string, Node<T>>;
  readonly mixed: { readonly pattern: RegExp; readonly node: Node<T> }[];
  variable: Node<T> | undefined;
  readonly values: Map<string, T>;
}

const newNode = <T>(): Node<T> => ({
  literals: new Map(),
  mixed: [],
  variable: undefined,
  values: new Map(),
});

/**
 * Finds what a method and a path lead to. Literals win over templates with text, those over plain variables, as
 * OpenAPI wants it; a branch without the method leads on to the next, since two templates may share a path.
 * https://spec.openapis.org/oas/v3.1.2.html#path-templating-matching
 */
export class PathTrie<T> {
  private readonly root = newNode<T>();

  /** @returns `false` if method and path lead to something else already */
  add(method: string, template: readonly Segment[], value: T): boolean {
    let node = this.root;
    for (const segment of template) node = next(node, segment);
    if (node.values.has(method)) return false;
    node.values.set(method, value);
    return true;
  }

  /** @param segments of the path, as they came */
  find(method: string, segments: readonly string[]): T | undefined {
    for (const node of nodesFor(this.root, segments, 0)) {
      const value = node.values.get(method);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  methodsOf(segments: readonly string[]): string[] {
    const methods = new Set<string>();
    for (const node of nodesFor(this.root, segments, 0))
      for (const method of node.values.keys()) methods.add(method);
    return [...methods].sort();
  }
}

function next<T>(node: Node<T>, segment: Segment): Node<T> {
  if (segment.kind === 'variable') return (node.variable ??= newNode());
  if (segment.kind === 'literal') {
    const known = node.literals.get(segment.text) ?? newNode<T>();
    node.literals.set(segment.text, known);
    return known;
  }
  const known = node.mixed.find(({ pattern }) => pattern.source === segment.pattern.source);
  if (known) return known.node;
  const made = { pattern: segment.pattern, node: newNode<T>() };
  node.mixed.push(made);
  // The longest text first: `{a}.tar.gz` says more than `{a}.gz`.
  node.mixed.sort((a, b) => b.pattern.source.length - a.pattern.source.length);
  return made.node;
}

function* nodesFor<T>(node: Node<T>, segments: readonly string[], index: number): Generator<Node<T>> {
  const segment = segments[index];
  if (segment === undefined) {
    yield node;
    return;
  }
  const literal =
    node.literals.get(segment) ?? (segment.includes('%') ? node.literals.get(decoded(segment)) : undefined);
  if (literal) yield* nodesFor(literal, segments, index + 1);
  if (segment === '') return;
  for (const { pattern, node: below } of node.mixed) {
    if (pattern.test(segment)) yield* nodesFor(below, segments, index + 1);
  }
  if (node.variable) yield* nodesFor(node.variable, segments, index + 1);
}
