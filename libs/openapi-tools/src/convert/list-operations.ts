import { isObject } from '../document/is-object';
import { join } from '../document/pointer';
import type { ReportSink } from '../document/report-sink';
import type { Resolver } from '../document/resolver';
import type { HttpMethod } from '../model/tool';
import type { ConvertOptions, OperationOverride } from '../model/options';
import { byCodeUnit } from '../text/sort';
import { mergeOverrides } from './overrides';

/** One operation of the document, before it is a tool. */
export interface Operation {
  /** `METHOD path-template`. */
  readonly key: string;
  readonly method: HttpMethod;
  readonly path: string;
  readonly operationId: string | null;
  readonly operation: Record<string, unknown>;
  readonly pathItem: Record<string, unknown>;
  readonly pointer: string;
  readonly pathPointer: string;
  readonly override: OperationOverride;
}

export interface OperationList {
  readonly operations: readonly Operation[];
  readonly total: number;
  readonly skipped: number;
}

const METHODS: readonly HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Operations in an order of their own, so that the order of the document is irrelevant. */
export function listOperations(
  root: Record<string, unknown>,
  resolver: Resolver,
  options: ConvertOptions,
  sink: ReportSink,
): OperationList {
  const operations: Operation[] = [];
  let total = 0;
  let skipped = 0;
  const paths = isObject(root.paths) ? root.paths : {};
  for (const path of Object.keys(paths).sort(byCodeUnit)) {
    if (path.startsWith('x-')) continue;
    const at = join('/paths', path);
    const item = resolver.follow(paths[path], at);
    if (item.kind !== 'found' || !isObject(item.at.value)) {
      // Nobody knows how many operations it holds: it counts as one.
      total += 1;
      sink.add(
        'refused',
        item.kind === 'external' ? 'external_ref' : 'invalid_path_item',
        at,
        'The path item cannot be read.',
      );
      continue;
    }
    const pathItem = item.at.value;
    if (pathItem.trace !== undefined) {
      sink.add('info', 'trace_ignored', join(item.at.pointer, 'trace'), 'TRACE never becomes a tool.');
    }
    for (const method of METHODS) {
      const operation = pathItem[method.toLowerCase()];
      if (operation === undefined) continue;
      total += 1;
      const pointer = join(item.at.pointer, method.toLowerCase());
      if (!isObject(operation)) {
        sink.add('refused', 'invalid_operation', pointer, 'The operation is not an object.');
        continue;
      }
      const key = `${method} ${path}`;
      const operationId =
        typeof operation.operationId === 'string' && operation.operationId.trim() !== ''
          ? operation.operationId
          : null;
      const override = mergeOverrides(options, operationId ?? key, operation['x-mcp']);
      const found: Operation = {
        key,
        method,
        path,
        operationId,
        operation,
        pathItem,
        pointer,
        pathPointer: item.at.pointer,
        override,
      };
      if (isObject(operation.callbacks)) {
        const at = join(pointer, 'callbacks');
        sink.add('info', 'callbacks_ignored', at, 'Callbacks are requests to the caller, never tools.');
      }
      const reason = skipReason(found, options);
      if (reason === null) operations.push(found);
      else {
        skipped += 1;
        sink.add('info', reason, pointer, `${key} is left out on request.`);
      }
    }
  }
  if (isObject(root.webhooks) && Object.keys(root.webhooks).length > 0) {
    sink.add('info', 'webhooks_ignored', '/webhooks', 'Webhooks are requests to the caller, never tools.');
  }
  return { operations, total, skipped };
}

function skipReason(found: Operation, options: ConvertOptions): string | null {
  if (found.override.enabled === false) return 'disabled';
  if ((found.method === 'HEAD' || found.method === 'OPTIONS') && options.headAndOptions !== true) {
    return found.override.enabled === true ? null : 'method_not_requested';
  }
  if (found.operationId === null && options.missingOperationId === 'skip') return 'no_operation_id';
  if (found.operation.deprecated === true && options.deprecated === 'omit') return 'deprecated';
  return null;
}
