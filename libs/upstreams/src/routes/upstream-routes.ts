import type { RouteLookup, RouteMatch } from '@app/permissions';
import { PathTrie } from './path-trie';
import { decoded } from './segment';
import type { Segment } from './segment';
import type { ServedOperation } from './served-operation';

const MOUNT = /^\/v1\/upstreams\/([^/]+)(\/.*)?$/i;

/** Path of a request below its mount. */
export interface MountedPath {
  /** Name of the upstream. */
  readonly name: string;
  /** As they came. */
  readonly segments: readonly string[];
}

/** @returns `undefined` for a path of anything else */
export function readMountedPath(path: string): MountedPath | undefined {
  const [, name, rest] = MOUNT.exec(path) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  return { name, segments: rest.slice(1).split('/') };
}

/**
 * The routes of all upstreams. Letter case and a slash at the end count below the mount: they are the business of the
 * API behind it.
 */
export class UpstreamRoutes implements RouteLookup {
  private readonly byUpstream = new Map<string, PathTrie<ServedOperation>>();

  /** @returns `false` if another operation of the upstream has this method and path */
  add(operation: ServedOperation): boolean {
    const { name } = operation.upstream.settings;
    const trie = this.byUpstream.get(name) ?? new PathTrie<ServedOperation>();
    this.byUpstream.set(name, trie);
    return trie.add(operation.route.method, operation.template, operation);
  }

  match(method: string, path: string): RouteMatch | undefined {
    const mounted = readMountedPath(path);
    const found = mounted && this.byUpstream.get(mounted.name)?.find(method, mounted.segments);
    return found && { route: found.route, params: paramsOf(found.template, mounted.segments) };
  }

  methodsOf(path: string): string[] {
    const mounted = readMountedPath(path);
    return (mounted && this.byUpstream.get(mounted.name)?.methodsOf(mounted.segments)) ?? [];
  }
}

function paramsOf(template: readonly Segment[], segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  template.forEach((part, index) => {
    const text = segments[index] ?? '';
    if (part.kind === 'variable') params[part.name] = decoded(text);
    else if (part.kind === 'mixed') {
      const values = part.pattern.exec(text)?.slice(1) ?? [];
      part.names.forEach((name, place) => (params[name] = decoded(values[place] ?? '')));
    }
  });
  return params;
}
