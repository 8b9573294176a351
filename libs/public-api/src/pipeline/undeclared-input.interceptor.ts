import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { ApiException } from '@app/errors';
import type { ErrorDetail } from '@app/errors';
import { policyOf } from '@app/permissions';

interface DeclaredInput {
  readonly query: boolean;
  readonly body: boolean;
}

/**
 * Refuses what an operation does not declare at all. Strict schemas refuse unknown fields of a declared query
 * or body; this does the same where a method takes no query or no body.
 */
@Injectable()
export class UndeclaredInputInterceptor implements NestInterceptor {
  private readonly declared = new WeakMap<object, DeclaredInput>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const policy = policyOf(context);
    if (policy.kind === 'surface' && policy.access !== 'session') return next.handle();
    const request = context.switchToHttp().getRequest<Request>();
    const declared = this.declaredInput(context);
    const details: ErrorDetail[] = [];
    if (!declared.query) details.push(...unknownFields(request.query));
    if (!declared.body) details.push(...unknownFields(request.body));
    if (details.length > 0) throw new ApiException('invalid_request', { details });
    return next.handle();
  }

  private declaredInput(context: ExecutionContext): DeclaredInput {
    const handler = context.getHandler();
    const known = this.declared.get(handler);
    if (known) return known;
    const args = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {}) as object;
    const types = Object.keys(args).map((key) => Number(key.split(':')[0]));
    const found = {
      query: types.includes(RouteParamtypes.QUERY),
      body: types.includes(RouteParamtypes.BODY),
    };
    this.declared.set(handler, found);
    return found;
  }
}

function unknownFields(value: unknown): ErrorDetail[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ field: 'body', message: 'this operation takes no body', code: 'unrecognized_keys' }];
  }
  return Object.keys(value)
    .slice(0, 50)
    .map((field) => ({ field, message: 'is not a known field', code: 'unrecognized_keys' }));
}
