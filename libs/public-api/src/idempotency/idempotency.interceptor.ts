import { HttpStatus, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import type { Request, Response } from 'express';
import { from, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import { principalOf } from '@app/auth';
import { Database } from '@app/database';
import { ApiException } from '@app/errors';
import { policyOf } from '@app/permissions';
import { fingerprintOf } from './fingerprint';
import { RunningKeys } from './running-keys';
import { IdempotencyRepository, KeyInUseError } from './idempotency.repository';
import type { IdempotencyKey, StoredReply } from './idempotency.repository';

const HEADER = 'idempotency-key';
const LEGAL_KEY = /^[\x20-\x7e]{1,255}$/;
/** How long a call waits for another one with its key, in milliseconds. */
const WAIT_MS = 5000;

/**
 * Makes a retry safe: key row, effect and stored reply are one database transaction. A crash, or a reply that
 * is not 2xx, rolls it back and leaves nothing behind.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly repository: IdempotencyRepository,
    private readonly running: RunningKeys,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const policy = policyOf(context);
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const key = request.headers[HEADER];
    const principal = principalOf(request);
    if (policy.kind === 'surface' || !policy.idempotent || key === undefined || !principal)
      return next.handle();
    if (typeof key !== 'string' || !LEGAL_KEY.test(key)) throw illegalKey();
    const id = { credentialId: principal.credential.id, operationId: policy.id, key };
    const call = { request, response: http.getResponse<Response>(), next, success: successStatusOf(context) };
    return from(this.running.alone(id, WAIT_MS, () => this.run(id, call)).catch(toConflict));
  }

  private run(id: IdempotencyKey, call: KeyedCall): Promise<unknown> {
    const { request, response, next } = call;
    const { params, query, body } = request as { params: unknown; query: unknown; body: unknown };
    const fingerprint = fingerprintOf({ params, query, body });
    return this.database.transaction(async () => {
      const stored = await this.repository.take(id, fingerprint, WAIT_MS);
      if (stored) return replay(stored, fingerprint, response);
      const reply: unknown = await lastValueFrom(next.handle());
      // After a time-out the response has been answered; what is kept is the outcome of the operation.
      const status = response.writableEnded ? call.success : response.statusCode;
      await this.repository.store(id, status, JSON.stringify(reply));
      return reply;
    });
  }
}

interface KeyedCall {
  readonly request: Request;
  readonly response: Response;
  readonly next: CallHandler;
  /** Status of the operation's normal reply. */
  readonly success: number;
}

function successStatusOf(context: ExecutionContext): number {
  return (
    (Reflect.getMetadata(HTTP_CODE_METADATA, context.getHandler()) as number | undefined) ?? HttpStatus.OK
  );
}

function toConflict(error: unknown): never {
  if (error instanceof KeyInUseError) throw new ApiException('idempotency_in_progress');
  throw error;
}

function replay(stored: StoredReply, fingerprint: string, response: Response): unknown {
  if (stored.fingerprint !== fingerprint) throw new ApiException('idempotency_conflict');
  response.status(stored.status).setHeader('idempotent-replayed', 'true');
  return JSON.parse(stored.reply);
}

function illegalKey(): ApiException {
  return new ApiException('invalid_request', {
    details: [
      {
        field: 'Idempotency-Key',
        message: 'must be 1 to 255 printable ASCII characters',
        code: 'invalid_format',
      },
    ],
  });
}
