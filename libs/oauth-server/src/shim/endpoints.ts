import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AddressLimiter } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { requestIdOf, UNAVAILABLE_RETRY_SECONDS, rootCause } from '@app/errors';
import { AuthorizationServer } from '../provider/authorization-server';
import { asCaller, callerOf } from '../provider/caller';
import { RegistrationLimit } from '../registration/registration-limit';
import { answerOAuthError } from './answers';
import { endpointOf } from './endpoint';
import type { Endpoint, EndpointKind } from './endpoint';
import { BodyRefused } from './read-body';
import { RequestShim } from './request-shim';

/** Nothing here is for a cache, a frame or another site. Pages of ours set more; key sets say less. */
const HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
};

const REGISTRATION_CORS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, MCP-Protocol-Version',
  'access-control-max-age': '3600',
};

/** What makes us keep something for whoever asks: requests for access, their next steps, uses of a client's proof. */
const KEEPING: ReadonlySet<EndpointKind> = new Set(['authorization', 'pushed', 'resume', 'form']);

/** Where clients come that have been approved: for their tokens. */
const CONNECTED: ReadonlySet<EndpointKind> = new Set(['token', 'form']);

/** Hands requests to the library, with its gaps filled: limits, bodies, CORS of registration, headers. */
@Injectable()
export class Endpoints {
  private readonly logger = new Logger('OAuth');

  constructor(
    private readonly server: AuthorizationServer,
    private readonly shim: RequestShim,
    private readonly limit: RegistrationLimit,
    private readonly addresses: AddressLimiter,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns whether the path is one of the library's, so that the request is dealt with */
  serve(path: string, request: Request, response: Response): boolean {
    const { dynamicRegistration: registration, introspection } = this.config.oauth;
    const endpoint = endpointOf(path, { registration, introspection });
    if (!endpoint) return false;
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (endpoint.kind === 'registration') {
      for (const [name, value] of Object.entries(REGISTRATION_CORS)) response.setHeader(name, value);
    }
    if (!endpoint.methods.includes(request.method)) {
      const allow = endpoint.methods.join(', ');
      answerOAuthError(response, 405, 'invalid_request', `Use ${allow} here.`, { allow });
    } else if (endpoint.kind === 'registration' && request.method === 'OPTIONS') {
      response.status(204).end();
    } else {
      void this.pass(endpoint, request, response);
    }
    return true;
  }

  private async pass(endpoint: Endpoint, request: Request, response: Response): Promise<void> {
    // The address cannot be read any more once the client is gone.
    const caller = callerOf(request.ip ?? '', requestIdOf(request), CONNECTED.has(endpoint.kind));
    try {
      if (await this.isRefused(endpoint, request, response, caller.address)) return;
      await this.shim.apply(request, endpoint.kind);
    } catch (error) {
      this.answerFailure(error, response);
      return;
    }
    this.charge(endpoint, request, response, caller.address);
    asCaller(caller, () => this.server.handle(request, response));
  }

  private async isRefused(
    { kind }: Endpoint,
    request: Request,
    response: Response,
    address: string,
  ): Promise<boolean> {
    if (request.method === 'OPTIONS') return false;
    const blockedMs = kind === 'plain' ? 0 : this.addresses.blockedFor(address);
    if (blockedMs > 0) {
      tooMany(response, Math.ceil(blockedMs / 1000), 'Too many failed requests from this address.');
      return true;
    }
    if (kind !== 'registration' || request.method !== 'POST') return false;
    const refusal = await this.limit.refusal(address);
    if (refusal) tooMany(response, refusal.retryAfterSeconds, refusal.sentence);
    return refusal !== undefined;
  }

  /**
   * Guessing codes, tokens and client secrets costs what guessing API keys costs, and so does each request with
   * which anybody can make us keep something, whatever the answer. New registrations have a limit of their own.
   */
  private charge({ kind }: Endpoint, request: Request, response: Response, address: string): void {
    if (request.method === 'OPTIONS') return;
    if (KEEPING.has(kind) || (kind === 'registration' && request.method !== 'POST')) {
      void this.addresses.charge(address);
      return;
    }
    if (kind !== 'token') return;
    response.once('finish', () => {
      if (response.statusCode === 400 || response.statusCode === 401) void this.addresses.charge(address);
    });
  }

  private answerFailure(error: unknown, response: Response): void {
    if (error instanceof BodyRefused) {
      // What is left of the body is not received.
      answerOAuthError(response, error.status, 'invalid_request', error.message, { connection: 'close' });
      return;
    }
    this.logger.error(`A request was not passed on: ${rootCause(error).message}`);
    const headers = { 'retry-after': String(UNAVAILABLE_RETRY_SECONDS) };
    answerOAuthError(response, 503, 'temporarily_unavailable', 'Try again in a moment.', headers);
  }
}

function tooMany(response: Response, retryAfterSeconds: number, sentence: string): void {
  const headers = { 'retry-after': String(retryAfterSeconds) };
  answerOAuthError(response, 429, 'too_many_requests', sentence, headers);
}
