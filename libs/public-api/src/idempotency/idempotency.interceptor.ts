import { HttpStatus, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import type { Request, Response } from 'express';
import { defer, from, lastValueFrom, mergeMap } from 'rxjs';
import type { Observable } from 'rxjs';
import { principalOf } from '@app/auth';
import type { Principal } from '@app/auth';
import { Database } from '@app/database';
import { ApiException } from '@app/errors';
import { policyOf } from '@app/permissions';
import { fingerprintOf } from './fingerprint';
import { legalKeyOf } from './legal-key';
import { Preflights } from './preflights';
import type { Check } from './preflights';
import { RunningKeys } from './running-keys';
import { IdempotencyRepository, KeyInUseError } from './idempotency.repository';
import type { IdempotencyKey, StoredReply } from './idempotency.repository';

/** How long a call waits for another one with its key, in milliseconds. */
const WAIT_MS = 5000;

/**
 * Makes a retry safe: key row, effect and stored reply are one database transaction. A crash, or a reply that
 * is not 2xx, rolls it back and leaves nothing behind. What an operation declares by `@BeforeTransaction` is checked
 * before that, with a key and without.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly database: Database,
    private readonly repository: IdempotencyRepository,
    private readonly running: RunningKeys,
    private readonly preflights: Preflights,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const policy = policyOf(context);
    if (policy.kind === 'surface') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const principal = principalOf(request);
    const key = policy.idempotent && principal ? legalKeyOf(request) : undefined;
    const check = this.preflights.of(context);
    if (key === undefined || !principal)
      return check ? defer(check).pipe(mergeMap(() => next.handle())) : next.handle();
    const id = { credentialId: holderOf(principal), operationId: policy.id, key };
    const response = http.getResponse<Response>();
    const call = { request, response, next, check, success: successStatusOf(context) };
    return from(this.running.alone(id, WAIT_MS, () => this.run(id, call)).catch(toConflict));
  }

  private async run(id: IdempotencyKey, { check, ...call }: KeyedCall): Promise<unknown> {
    const { params, query, body } = call.request as { params: unknown; query: unknown; body: unknown };
    const fingerprint = fingerprintOf({ params, query, body });
    if (check) {
      const stored = await this.repository.find(id);
      if (stored) return replay(stored, fingerprint, call.response);
      await check();
    }
    return this.database.transaction(() => this.act(id, fingerprint, call));
  }

  private async act(
    id: IdempotencyKey,
    fingerprint: string,
    { response, next, success }: Omit<KeyedCall, 'check'>,
  ): Promise<unknown> {
    const stored = await this.repository.take(id, fingerprint, WAIT_MS);
    if (stored) return replay(stored, fingerprint, response);
    const reply: unknown = await lastValueFrom(next.handle());
    // After a time-out the response has been answered; what is kept is the outcome of the operation.
    const status = response.writableEnded ? success : response.statusCode;
    await this.repository.store(id, status, JSON.stringify(reply));
    return reply;
  }
}

interface KeyedCall {
  readonly request: Request;
  readonly response: Response;
  readonly next: CallHandler;
  /** What must hold before the transaction begins. */
  readonly check: Check | undefined;
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

/** A browser session can go on in another team; what it did there is no answer here. */
function holderOf({ credential, teamId }: Principal): string {
  return credential.type === 'session' ? `${credential.id} ${teamId}` : credential.id;
}
