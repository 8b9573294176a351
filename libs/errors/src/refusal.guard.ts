import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { refusalOf } from './refusal';
import { RequestSlot } from './request-slot';

const admitted = new RequestSlot<true>();

/** @returns whether all guards let the request through, so that what follows is the operation's own doing */
export function isAdmitted(request: Request): boolean {
  return admitted.get(request) === true;
}

/** Last of the global guards: throws what was found unreadable or unacceptable before the guards ran. */
@Injectable()
export class RefusalGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const refusal = refusalOf(request);
    if (refusal) throw refusal();
    admitted.set(request, true);
    return true;
  }
}
