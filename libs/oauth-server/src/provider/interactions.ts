import { Inject, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Client, Interaction as LibraryInteraction } from 'oidc-provider';
import { SCOPES } from '@app/auth';
import type { Scope } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { hashOf } from '../artifacts/artifact';
import { RegistrationsRepository } from '../clients/registrations.repository';
import { ConnectedAppsRepository } from '../connected-apps/connected-apps.repository';
import { AuthorizationServer } from './authorization-server';
import { FlowCookie } from './flow-cookie';
import type { Interaction } from './interaction';
import { InteractionGone } from './interaction-gone';
import { toInteraction, wordsOf } from './interaction-view';
import { resourceOf, SERVER_SCOPES } from './resource';
import { INTERACTION_PATH } from './routes';

interface Found {
  readonly details: LibraryInteraction;
  readonly client: Client;
}

/** What the pages may do with a request for access. Each method takes the request that carries its cookie. */
@Injectable()
export class Interactions {
  private readonly flow: FlowCookie;

  constructor(
    private readonly server: AuthorizationServer,
    private readonly database: Database,
    private readonly apps: ConnectedAppsRepository,
    private readonly registrations: RegistrationsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.flow = new FlowCookie(config.publicUrl);
  }

  /** @throws InteractionGone unless the path's uid is that of the cookie */
  async of(request: Request, response: Response): Promise<Interaction> {
    const { details, client } = await this.find(request, response);
    return toInteraction(details, client);
  }

  /**
   * Also where consent is waited for: then whoever signed in instead is asked for it next.
   * @returns URL at which the authorization server goes on
   * @throws InteractionGone
   */
  async finishSignIn(
    request: Request,
    response: Response,
    input: { readonly userId: string; readonly amr: readonly string[] },
  ): Promise<string> {
    const { details } = await this.find(request, response);
    await this.leaveFormerSession(request, response, details, input.userId);
    return this.finish(request, response, {
      login: { accountId: input.userId, amr: [...input.amr], remember: false },
    });
  }

  /**
   * Always makes a new grant: one that this browser holds for the same client may be for another team.
   * @param input.scopes what was approved, at most what was asked for
   * @returns URL at which the authorization server goes on
   * @throws InteractionGone
   */
  async approve(
    request: Request,
    response: Response,
    input: { readonly userId: string; readonly teamId: TeamId; readonly scopes: readonly Scope[] },
  ): Promise<string> {
    const { details, client } = await this.find(request, response);
    if (details.prompt.name !== 'consent') throw new InteractionGone('has not signed in yet');
    if (details.session?.accountId !== input.userId) throw new InteractionGone('signed in as somebody else');
    const { client: shown, scopes: asked } = toInteraction(details, client);
    const scopes = input.scopes.filter((scope) => asked.includes(scope));
    if (scopes.length === 0) return this.deny(request, response);
    const grantId = await this.database.transaction(async () => {
      const made = await this.makeGrant(client.clientId, input.userId, details, scopes);
      await this.apps.insert(input.teamId, {
        grantHash: hashOf(made),
        userId: input.userId,
        clientId: client.clientId,
        clientName: shown.name,
        redirectHost: shown.redirectHost,
        scopes: [...scopes],
      });
      await this.registrations.noteApproval(client.clientId);
      return made;
    });
    return this.finish(request, response, { consent: { grantId } });
  }

  /** @returns URL at which the authorization server goes on @throws InteractionGone */
  async deny(request: Request, response: Response): Promise<string> {
    await this.find(request, response);
    return this.finish(request, response, {
      error: 'access_denied',
      error_description: 'the request was refused by the person',
    });
  }

  private async find(request: Request, response: Response): Promise<Found> {
    const { provider } = this.server;
    const details = await provider.interactionDetails(request, response).catch(asGone);
    const [, uid] = new RegExp(`^${INTERACTION_PATH}/([^/?]+)`).exec(request.originalUrl) ?? [];
    if (uid !== details.uid) throw new InteractionGone('the cookie is that of another interaction');
    if (!this.flow.isIn(request, uid)) throw new InteractionGone('it began in another browser');
    const client = await provider.Client.find(String(details.params.client_id));
    if (!client) throw new InteractionGone('the client is gone');
    return { details, client };
  }

  /** The library would sign the former person out by a form that needs a script, and lose the request on the way. */
  private async leaveFormerSession(
    request: Request,
    response: Response,
    details: LibraryInteraction,
    userId: string,
  ): Promise<void> {
    const session = await this.server.sessionOf(request, response);
    if (session.accountId === undefined || session.accountId === userId) return;
    await session.destroy();
    details.session = undefined;
    await details.persist();
  }

  private async makeGrant(
    clientId: string,
    accountId: string,
    { params }: LibraryInteraction,
    scopes: readonly Scope[],
  ): Promise<string> {
    const grant = new this.server.provider.Grant({ accountId, clientId });
    const asked = wordsOf(params.scope);
    const others = SERVER_SCOPES.filter((name) => asked.includes(name) && !SCOPES.includes(name as Scope));
    const refused = SCOPES.filter((name) => asked.includes(name) && !scopes.includes(name));
    const resource = resourceOf(this.config.publicUrl);
    grant.addOIDCScope([...others, ...scopes]);
    grant.addResourceScope(resource, [...scopes]);
    if (refused.length > 0) {
      // What is neither granted nor refused would be asked for again, without an end.
      grant.rejectOIDCScope(refused);
      grant.rejectResourceScope(resource, refused);
    }
    return grant.save();
  }

  private finish(
    request: Request,
    response: Response,
    result: Parameters<AuthorizationServer['provider']['interactionResult']>[2],
  ): Promise<string> {
    return this.server.provider.interactionResult(request, response, result).catch(asGone);
  }
}

function asGone(error: unknown): never {
  if (error instanceof Error && error.name === 'SessionNotFound') throw new InteractionGone(error.message);
  throw error;
}
