import { Injectable } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Request } from 'express';
import { preflightOf } from './preflight';

/** A declared check, ready to be made. */
export type Check = () => Promise<void>;

/** Finds the checks that operations declare by `@BeforeTransaction`. */
@Injectable()
export class Preflights {
  constructor(private readonly modules: ModuleRef) {}

  /** @returns the check of the operation, if it declares one and the body is valid */
  of(context: ExecutionContext): Check | undefined {
    const declared = preflightOf(context.getHandler());
    if (!declared) return undefined;
    const body = declared.schema.safeParse(context.switchToHttp().getRequest<Request>().body);
    if (!body.success) return undefined;
    const preflight = this.modules.get(declared.by, { strict: false });
    return () => preflight.check(body.data);
  }
}
