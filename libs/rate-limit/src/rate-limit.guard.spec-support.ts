import { Controller, Get, Global, HttpCode, Module, Post } from '@nestjs/common';
import { SkipThrottle, Throttle } from '@nestjs/throttler';
import type { NextFunction, Request, Response } from 'express';
import { setAuthentication } from '@app/auth';
import type { Principal } from '@app/auth';
import { asTeamId } from '@app/database';
import { ApiException, carryRefusal } from '@app/errors';
import { Operation, Surface } from '@app/permissions';
import { Metrics } from '@app/telemetry';

const operation = (id: string, more: object = {}): MethodDecorator =>
  Operation({ id, summary: id, description: id, permission: 'any', hint: 'R', response: {}, ...more });

@Controller()
class Routes {
  @Get('cheap')
  @operation('cheap')
  cheap() {
    return {};
  }

  @Get('dear')
  @operation('dear', { cost: 3 })
  dear() {
    return {};
  }

  @Post('start')
  @HttpCode(200)
  @operation('start_run', { bucket: 'start_run', cost: 2 })
  start() {
    return {};
  }

  @Get('surface')
  @Surface({ id: 'mcp', access: 'credential' })
  surface() {
    return {};
  }

  @Get('public')
  @Surface({ id: 'livez', access: 'public' })
  open() {
    return {};
  }

  @Get('throttled')
  @Throttle({ default: { limit: 1, ttl: 60_000 } })
  @operation('throttled')
  throttled() {
    return {};
  }

  @Get('skipped')
  @SkipThrottle()
  @operation('skipped')
  skipped() {
    return {};
  }
}

@Throttle({ default: { limit: 1, ttl: 60_000 } })
@Controller('class')
class ThrottledRoutes {
  @Get()
  @operation('by_class')
  byClass() {
    return {};
  }
}

/** What the telemetry module of the application gives. */
@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}

/** Routes of every kind the guard has to tell apart. */
@Module({ controllers: [Routes, ThrottledRoutes] })
export class RoutesModule {}

export const principal = (credentialId: string, userId = 'user', teamId = 'team'): Principal => ({
  userId,
  teamId: asTeamId(teamId),
  role: 'member',
  credential: {
    type: 'api_key',
    id: credentialId,
    name: null,
    keyPrefix: null,
    clientName: null,
    expiresAt: null,
  },
  scopes: ['mcp:write'],
});

/** Stands for the authenticate middleware: `x-as: key/user/team`. */
export function authenticate(request: Request, _response: Response, next: NextFunction): void {
  const as = request.get('x-as');
  if (as) {
    const [key = '', user, team] = as.split('/');
    setAuthentication(request, { principal: principal(key, user, team) });
  }
  if (request.get('x-malformed')) carryRefusal(request, () => new ApiException('invalid_request'));
  next();
}
