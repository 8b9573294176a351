import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { idFieldsOf } from './id-fields';
import { ROUTE_POLICY } from './operation.decorator';
import type { RoutePolicy } from './policy';
import type { Route } from './route-table';

/** A route breaks a rule of the product. The message is one sentence that names the place and the fix. */
export class BootError extends Error {}

type ControllerClass = abstract new (...args: never[]) => object;

const OPERATION_ID = /^[a-z][a-z0-9_]{0,51}$/;

/**
 * Lists the routes of the given controllers.
 * @throws BootError if a route has no policy, or an operationId is illegal or taken
 */
export function collectRoutes(controllers: readonly ControllerClass[]): Route[] {
  const routes = controllers.flatMap(routesOf);
  const owners = new Map<string, string>();
  for (const { policy, handler } of routes) {
    if (policy.kind !== 'operation') continue;
    if (!OPERATION_ID.test(policy.id)) {
      throw new BootError(
        `${handler} has the operationId "${policy.id}"; use lower-case letters, digits and _ (at most 52, first a letter) in @Operation({ id }).`,
      );
    }
    const owner = owners.get(policy.id);
    if (owner) {
      throw new BootError(
        `${handler} and ${owner} share the operationId "${policy.id}"; give one of them another id in @Operation({ id }).`,
      );
    }
    owners.set(policy.id, handler);
  }
  return routes;
}

function routesOf(controller: ControllerClass): Route[] {
  const prefix = Reflect.getMetadata(PATH_METADATA, controller) as string | undefined;
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const method = prototype[name];
    if (name === 'constructor' || typeof method !== 'function') return [];
    const path = Reflect.getMetadata(PATH_METADATA, method) as string | string[] | undefined;
    if (path === undefined) return [];
    const handler = `${controller.name}.${name}`;
    const policy = Reflect.getMetadata(ROUTE_POLICY, method) as RoutePolicy | undefined;
    if (!policy) {
      throw new BootError(
        `${handler} has neither @Operation nor @Surface; add @Operation({ id, permission, hint, … }) to make it an operation of the Public API, or @Surface({ id, access }) if it is none.`,
      );
    }
    const verb =
      RequestMethod[(Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined) ?? 0];
    const route = { method: verb ?? 'GET', policy, handler, idFields: idFieldsOf(controller, name) };
    return [path].flat().map((part) => ({ ...route, path: join(prefix ?? '', part) }));
  });
}

function join(prefix: string, path: string): string {
  const parts = `${prefix}/${path}`.split('/').filter((part) => part !== '');
  return `/${parts.join('/')}`;
}
