import type { EventEmitter } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { rootCause } from '@app/errors';
import { LOGGER } from '@app/telemetry';
import type { Logger } from '@app/telemetry';
import { hashOf } from '../artifacts/artifact';
import { currentCaller } from './caller';
import { softenOutage } from './library-error';

type Failure = Error & { readonly error?: string; readonly error_detail?: string };

/**
 * Logs each step of a connection, so that one that stops half-way can be followed: hosts tell nothing about it.
 * `flow` ties the pages of one request together, `grant` what was issued under one approval. No credential, no
 * parameter and no payload is logged.
 */
@Injectable()
export class FlowLog {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  listen(provider: Provider): void {
    provider.on('registration_create.success', (ctx, client) =>
      this.step('registered', ctx, { client: client.clientId, client_name: client.clientName }),
    );
    provider.on('interaction.started', (ctx, { name }) => this.step('asked', ctx, { prompt: name }));
    provider.on('authorization.success', (ctx) => this.step('code issued', ctx));
    provider.on('authorization.error', (ctx, error) => this.step('authorization refused', ctx, of(error)));
    provider.on('grant.success', (ctx) => this.step('tokens issued', ctx));
    provider.on('grant.error', (ctx, error) => this.refused('tokens refused', ctx, error));
    provider.on('revocation.error', (ctx, error) => this.refused('revocation refused', ctx, error));
    provider.on('introspection.error', (ctx, error) => this.refused('introspection refused', ctx, error));
    provider.on('pushed_authorization_request.error', (ctx, error) =>
      this.refused('request refused', ctx, error),
    );
    provider.on('registration_create.error', (ctx, error) =>
      this.step('registration refused', ctx, of(error)),
    );
    provider.on('grant.revoked', (ctx, grantId) => this.step('revoked', ctx, { grant: shortOf(grantId) }));
    provider.on('server_error', (ctx, error) => {
      // What wraps the cause repeats the statement with its values.
      this.logger.error({ ...this.line(ctx), err: rootCause(error) }, 'oauth: failed');
      softenOutage(ctx, error);
    });
    // Without a listener Koa prints to the console. Clients that hang up end here too.
    (provider as Pick<EventEmitter, 'on'>).on('error', (error: Error) =>
      this.logger.warn({ err: error, request_id: currentCaller().requestId }, 'oauth: not answered'),
    );
  }

  private refused(step: string, ctx: KoaContextWithOIDC, error: Failure): void {
    this.step(step, ctx, of(error));
    softenOutage(ctx, error);
  }

  private step(step: string, ctx: KoaContextWithOIDC, more: Record<string, unknown> = {}): void {
    this.logger.info({ ...this.line(ctx), ...more }, `oauth: ${step}`);
  }

  private line({ oidc }: KoaContextWithOIDC): Record<string, unknown> {
    const { Client, Grant, Interaction } = oidc.entities;
    return {
      request_id: currentCaller().requestId,
      endpoint: oidc.route,
      ...(Client && { client: Client.clientId }),
      ...(Interaction && { flow: Interaction.cid }),
      ...(Grant?.jti && { grant: shortOf(Grant.jti) }),
    };
  }
}

/** Enough to find the same one again, too little to be one. */
const shortOf = (grantId: string): string => hashOf(grantId).slice(0, 12);

const of = ({ error, message, error_detail: detail }: Failure): Record<string, unknown> => ({
  error: error ?? message,
  ...(detail && { detail }),
});
