import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { BrowserSessions, Identities } from '@app/auth';
import type { User } from '@app/auth';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { PeopleFinder } from '../keys/people-finder';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { linkArgs, unlinkArgs } from './identities.schemas';
import type { LinkArgs, UnlinkArgs } from './identities.schemas';
import type { IdentityView } from './identities.views';

/**
 * `teams link|unlink`: how a user who exists already comes to sign in at an identity provider. The same address
 * is no proof that it is the same person, so somebody has to say so.
 */
@Injectable()
export class IdentitiesCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly identities: Identities,
    private readonly sessions: BrowserSessions,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const writes = async ({ user: { id } }: IdentityView) =>
      (await this.people.teamIdsOf(id)).map((teamId) => ({ teamId, targets: { user_id: id } }));
    this.commands.register({ name: 'teams.link', args: linkArgs, run: (args) => this.link(args), writes });
    this.commands.register({
      name: 'teams.unlink',
      args: unlinkArgs,
      run: (args) => this.unlink(args),
      writes,
    });
  }

  private async link({ user: email, subject, issuer = this.onlyIssuer() }: LinkArgs): Promise<IdentityView> {
    const user = await this.people.user(email);
    const outcome = await this.identities.link(user.id, issuer, subject);
    if (outcome === 'linked') return view(user, issuer, subject);
    if (outcome === 'unusable') throw new OperatorError(`${subject} is not a subject that can be kept.`);
    const other = await this.identities.userOf(issuer, subject);
    throw new OperatorError(
      `${subject} of ${issuer} is linked to ${other?.email ?? 'another user'}; end that first with "npm run teams -- unlink".`,
    );
  }

  private async unlink({ subject, issuer = this.onlyIssuer() }: UnlinkArgs): Promise<IdentityView> {
    const user = await this.identities.unlink(issuer, subject);
    if (user) {
      await this.sessions.closeAllOf(user.id);
      return view(user, issuer, subject);
    }
    throw new OperatorError(`Nobody is linked to ${subject} of ${issuer}.`);
  }

  private onlyIssuer(): string {
    const { upstream, oauth } = this.config;
    const issuers = [upstream?.issuer, oauth.external?.issuer].filter((issuer) => issuer !== undefined);
    const [issuer, ...others] = new Set(issuers);
    if (issuer !== undefined && others.length === 0) return issuer;
    throw new OperatorError(
      issuer === undefined
        ? 'No identity provider is configured here; name one with --issuer, as its tokens spell it.'
        : `Several identity providers are configured; choose one with --issuer: ${[issuer, ...others].join(', ')}.`,
    );
  }
}

const view = ({ id, email, name }: User, issuer: string, subject: string): IdentityView => ({
  user: { id, email, name },
  issuer,
  subject,
});
