import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { ApiException } from '@app/errors';
import type { Reach } from './permission-table';
import { reachOfRequest } from './permissions.guard';

/** The Principal together with how far the permission of the running operation reaches for it. */
export interface CallerContext extends Principal {
  readonly reach: Reach;
}

/** Hands a controller method the caller: `list(@Caller() caller: CallerContext)`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): CallerContext => {
  const request = context.switchToHttp().getRequest<Request>();
  const principal = principalOf(request);
  if (!principal) throw new ApiException('invalid_token');
  return { ...principal, reach: reachOfRequest(request) };
});
