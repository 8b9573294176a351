import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { principalOf } from '@app/auth';
import { mcpTraceOf } from '@app/telemetry';
import type { RunSource } from './run-machine';

/** Hands a controller method the way by which the call came: REST, tool call or dashboard. */
export const CallSource = createParamDecorator((_: unknown, context: ExecutionContext): RunSource => {
  const request = context.switchToHttp().getRequest<Request>();
  if (mcpTraceOf(request)) return 'mcp';
  return principalOf(request)?.credential.type === 'session' ? 'dashboard' : 'api';
});
