import type { Request } from 'express';
import { RequestSlot } from '@app/errors';
import type { RoutePolicy } from './policy';

export interface Route {
  readonly method: string;
  /** Express path, e.g. `/v1/agents/:agent_id`. */
  readonly path: string;
  readonly policy: RoutePolicy;
  /** `AgentsController.list`, for boot errors. */
  readonly handler: string;
  /** Query and body fields that hold ids. */
  readonly idFields?: readonly string[];
}

export interface RouteMatch {
  readonly route: Route;
  /** Decoded path parameters by name. */
  readonly params: Readonly<Record<string, string>>;
}

/** Knows which route a request is for. */
export interface RouteLookup {
  /** @returns the route and its parameters, or `undefined` if no route serves method and path */
  match(method: string, path: string): RouteMatch | undefined;
  /** @returns the methods that the path supports; empty if there is no such path */
  methodsOf(path: string): string[];
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: { readonly name: string; readonly node: Node } | undefined;
  readonly routes: Map<string, Route>;
}

const newNode = (): Node => ({ literals: new Map(), parameter: undefined, routes: new Map() });

/**
 * Which route a method and path lead to, by the router's own rules (letter case and a trailing slash do not
 * matter, literals win over parameters). It serves what must be known before the router runs: body limit,
 * 405 and the operation's name in log and audit. Guards do not read it; they ask the handler's metadata.
 */
export class RouteTable implements RouteLookup {
  private readonly root = newNode();

  constructor(readonly routes: readonly Route[]) {
    for (const route of routes) this.add(route);
  }

  match(method: string, path: string): RouteMatch | undefined {
    const params: Record<string, string> = {};
    const node = find(this.root, segmentsOf(path), 0, params);
    const route = node?.routes.get(method === 'HEAD' ? 'GET' : method) ?? node?.routes.get('ALL');
    return route && { route, params };
  }

  methodsOf(path: string): string[] {
    const node = find(this.root, segmentsOf(path), 0, {});
    return node ? [...node.routes.keys()].sort() : [];
  }

  private add(route: Route): void {
    // A wildcard serves routes that are loaded; who loads them looks them up.
    if (route.path.includes('*')) return;
    let node = this.root;
    for (const segment of segmentsOf(route.path)) {
      if (segment.startsWith(':')) {
        node.parameter ??= { name: segment.slice(1), node: newNode() };
        node = node.parameter.node;
      } else {
        const key = segment.toLowerCase();
        const next = node.literals.get(key) ?? newNode();
        node.literals.set(key, next);
        node = next;
      }
    }
    node.routes.set(route.method, route);
  }
}

function segmentsOf(path: string): string[] {
  const trimmed = path.endsWith('/') ? path.slice(1, -1) : path.slice(1);
  return trimmed === '' ? [] : trimmed.split('/');
}

function find(
  node: Node,
  segments: string[],
  index: number,
  params: Record<string, string>,
): Node | undefined {
  const segment = segments[index];
  if (segment === undefined) return node.routes.size > 0 ? node : undefined;
  const literal = node.literals.get(segment.toLowerCase());
  const found = literal && find(literal, segments, index + 1, params);
  if (found || !node.parameter || segment === '') return found;
  const below = find(node.parameter.node, segments, index + 1, params);
  if (below) params[node.parameter.name] = decode(segment);
  return below;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const matches = new RequestSlot<RouteMatch>();

/** Records which route a request is for, before the router runs. */
export function setRouteMatch(request: Request, match: RouteMatch | undefined): void {
  matches.set(request, match);
}

/** @returns the route that the request is for, if there is one */
export function routeMatchOf(request: Request): RouteMatch | undefined {
  return matches.get(request);
}
