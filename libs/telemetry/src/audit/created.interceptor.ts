import { HttpStatus, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import { tap } from 'rxjs';
import type { Observable } from 'rxjs';
import { noteCreated } from './created';

/** A request that makes something cannot name it; its reply does. */
@Injectable()
export class CreatedInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    // Nest sets the status of a route before its interceptors run.
    if (http.getResponse<Response>().statusCode !== Number(HttpStatus.CREATED)) return next.handle();
    return next.handle().pipe(tap((reply: unknown) => noteCreated(http.getRequest<Request>(), reply)));
  }
}
