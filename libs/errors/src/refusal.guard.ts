import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { refusalOf } from './refusal';

/** Last of the global guards: throws what was found unreadable or unacceptable before the guards ran. */
@Injectable()
export class RefusalGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const refusal = refusalOf(context.switchToHttp().getRequest<Request>());
    if (refusal) throw refusal();
    return true;
  }
}
