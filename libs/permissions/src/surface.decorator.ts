import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { Access } from '@app/auth';
import { ROUTE_POLICY } from './operation.decorator';
import { DEFAULT_BODY_LIMIT } from './policy';
import type { SurfacePolicy } from './policy';

export interface SurfaceOptions {
  /** Name in log, metrics and audit. */
  id: string;
  access: SurfacePolicy['access'];
  /** @default 1 */
  cost?: number;
  /** Largest body in bytes. @default 1 MiB */
  bodyLimit?: number;
}

/** Marks a route that is not an operation of the Public API. It is in no document and never a tool. */
export function Surface(options: SurfaceOptions): MethodDecorator {
  const policy: SurfacePolicy = {
    kind: 'surface',
    id: options.id,
    access: options.access,
    cost: options.cost ?? 1,
    bodyLimit: options.bodyLimit ?? DEFAULT_BODY_LIMIT,
  };
  return applyDecorators(SetMetadata(ROUTE_POLICY, policy), Access(policy.access), ApiExcludeEndpoint());
}
