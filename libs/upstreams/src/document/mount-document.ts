import type { OperationPolicy } from '@app/permissions';
import type { UpstreamSettings } from '../config/upstreams.schema';
import { follow, isLoose } from './json';
import type { Loose } from './json';
import { acceptOf, requestTypesOf } from './media-types';
import { hasOpenQuery } from './open-query';
import { RuleBook } from './operation-rules';
import type { OperationRules } from './operation-rules';
import { splitPathKey } from './fixed-query';
import type { FixedQuery } from './fixed-query';

/** Where the paths of an upstream stand. */
export const mountOf = (name: string): string => `/v1/upstreams/${name}`;

/** What the configuration and the document say of an operation beyond its tool. */
export interface MountedOperation {
  /** Path of the document as it stands below the mount. */
  readonly upstreamPath: string;
  readonly fixed: FixedQuery | undefined;
  readonly rules: OperationRules;
  readonly scope: OperationPolicy['scope'];
  readonly requestTypes: readonly string[];
  readonly accept: string;
  /** A parameter is an object whose fields are query parameters themselves, of any name. */
  readonly takesAnyQuery: boolean;
}

export interface MountedDocument {
  /** The document as ours: its paths under the mount, each operation with its policy. */
  readonly document: Loose;
  /** By `METHOD path-of-the-mounted-document`. */
  readonly operations: ReadonlyMap<string, MountedOperation>;
  /** Sentences about operations that are not served. */
  readonly leftOut: readonly string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;
/** Of `x-mcp` what names and describes; what steers access comes from the configuration alone. */
const KEPT_EXTENSION = ['title', 'description', 'body', 'mediaType', 'encoding', 'enabled'] as const;

/**
 * Puts the operations of a document under the path of their upstream. The result describes routes of ours, so that
 * REST and tools have one definition. The document given is not changed.
 *
 * @param place how messages call the upstream
 * @throws UpstreamsFileError for a rule that fits no operation
 */
export function mountDocument(source: unknown, settings: UpstreamSettings, place: string): MountedDocument {
  const root = relocated(source, mountOf(settings.name));
  const book = new RuleBook(settings);
  const operations = new Map<string, MountedOperation>();
  const leftOut: string[] = [];
  const paths: Loose = {};
  for (const [key, given] of Object.entries(isLoose(root.paths) ? root.paths : {})) {
    const item = follow(root, given);
    if (!item || !key.startsWith('/')) {
      if (!key.startsWith('x-')) leftOut.push(`${key}: the path item cannot be read`);
      continue;
    }
    const { path: bare, fixed } = splitPathKey(key);
    const upstreamPath = `${bare}${fixed?.suffix ?? ''}`;
    const path = `${mountOf(settings.name)}${upstreamPath}`;
    if (Object.hasOwn(paths, path)) {
      leftOut.push(`${key}: another path item has the same path`);
      continue;
    }
    const mounted: Loose = {};
    if (item.parameters !== undefined) mounted.parameters = item.parameters;
    for (const method of METHODS) {
      const operation = item[method];
      if (!isLoose(operation)) continue;
      const name = method.toUpperCase();
      const operationId = typeof operation.operationId === 'string' ? operation.operationId : undefined;
      const rules = book.of({ method: name, path: key, operationId, tags: tagsOf(operation) });
      if (!rules.enabled) continue;
      const entry: MountedOperation = {
        upstreamPath,
        fixed,
        rules,
        scope: rules.hint === 'R' ? 'mcp:read' : 'mcp:write',
        requestTypes: requestTypesOf(root, operation),
        accept: acceptOf(root, operation),
        takesAnyQuery: hasOpenQuery(root, [item.parameters, operation.parameters]),
      };
      mounted[method] = asOurs(operation, entry, settings, operationId ?? idFrom(method, bare, fixed));
      operations.set(`${name} ${path}`, entry);
    }
    paths[path] = mounted;
  }
  book.requireUsed(place);
  const rest = without(root, ['servers', 'webhooks']);
  return { document: { ...rest, paths }, operations, leftOut };
}

/** A copy whose references into the paths lead to where these will be. */
function relocated(source: unknown, mount: string): Loose {
  const text = JSON.stringify(source ?? null);
  const moved = text.replaceAll('"$ref":"#/paths/~1', `"$ref":"#/paths/${mount.replaceAll('/', '~1')}~1`);
  const copy = JSON.parse(moved) as unknown;
  return isLoose(copy) ? copy : {};
}

/** The operation as one of ours: what its own document says about access counts for nothing. */
function asOurs(operation: Loose, entry: MountedOperation, settings: UpstreamSettings, id: string): Loose {
  const rest = without(operation, ['servers', 'callbacks']);
  const own = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('x-')));
  const { rules } = entry;
  const { hint } = rules;
  return {
    ...own,
    operationId: `${settings.toolPrefix}${id}`,
    'x-permission': rules.permission,
    'x-scope': entry.scope,
    'x-body-limit': settings.maxRequestBytes,
    'x-accept': entry.accept,
    'x-upstream': settings.name,
    'x-result-budget': settings.resultBudgetBytes,
    'x-mcp': {
      ...extensionOf(operation['x-mcp'], settings.toolPrefix),
      toolsets: [rules.toolset],
      annotations: {
        readOnlyHint: hint === 'R',
        destructiveHint: hint === 'D' || hint === 'D*',
        idempotentHint: hint === 'R' || hint === 'WI' || hint === 'D',
        openWorldHint: true,
      },
    },
  };
}

function extensionOf(given: unknown, prefix: string): Loose {
  if (!isLoose(given)) return {};
  const kept = Object.fromEntries(KEPT_EXTENSION.flatMap((key) => (key in given ? [[key, given[key]]] : [])));
  return typeof given.name === 'string' ? { ...kept, name: `${prefix}${given.name}` } : kept;
}

function without(object: Loose, keys: readonly string[]): Loose {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function tagsOf({ tags }: Loose): string[] {
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [];
}

/** As names are derived everywhere, from the path of the document: the mount is nothing that tells operations apart. */
function idFrom(method: string, path: string, fixed: FixedQuery | undefined): string {
  const words = path
    .split('/')
    .filter((word) => word !== '')
    .map((word) => word.replace(/\{([^{}]*)\}/g, 'by_$1'));
  return [method, ...words, ...(fixed ? [fixed.query] : [])].join('_');
}
