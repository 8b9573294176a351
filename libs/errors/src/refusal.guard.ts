import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { refusalOf } from './refusal';

const admitted = new WeakSet<Request>();

/** @returns whether all guards let the request through, so that what follows is the operation's own doing */
export function isAdmitted(request: Request): boolean {
  return admitted.has(request);
}

/** Last of the global guards: throws what was found unreadable or unacceptable before the guards ran. */
@Injectable()
export class RefusalGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const refusal = refusalOf(request);
    if (refusal) throw refusal();
    admitted.add(request);
    return true;
  }
}
