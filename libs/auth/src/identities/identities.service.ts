import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { asTeamId, Database } from '@app/database';
import { AuthzInvalidation } from '../invalidation/authz-invalidation.service';
import { MembersRepository } from '../users/members.repository';
import type { User } from '../users/user-directory.service';
import { IdentitiesRepository } from './identities.repository';
import type { IdentityClaims, IdentityOutcome, IdentityRefusal } from './identity-claims';
import { jitMemberships } from './jit-memberships';
import type { JitMembership } from './jit-memberships';
import { displayName, isOfDomain, isSubject, verifiedEmail } from './person-facts';

class NotTakenIn extends Error {
  constructor(readonly reason: IdentityRefusal) {
    super('The transaction is rolled back on purpose.');
  }
}

/**
 * Users as identity providers know them.
 *
 * - Linked by issuer and subject, never by address (ASVS 10.3.3, 10.5.2): addresses are handed on, and some
 *   providers let people claim any. A user who exists already is linked by the operator (`link`).
 * - Unknown people come in only where JIT_TEAMS has a rule for them, and then with a verified address, because
 *   operators name people by it. Team and role are set at that first sign-in alone; afterwards they are ours.
 */
@Injectable()
export class Identities {
  private readonly logger = new Logger(Identities.name);

  constructor(
    private readonly database: Database,
    private readonly repository: IdentitiesRepository,
    private readonly members: MembersRepository,
    private readonly invalidation: AuthzInvalidation,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns who the person is here; nobody if the identity is not linked */
  async userOf(issuer: string, subject: string): Promise<User | undefined> {
    return isSubject(subject) ? this.repository.findUser(issuer, subject) : undefined;
  }

  /** Signs somebody in who comes from the provider at which people sign in; its rule on domains holds each time. */
  async signIn(claims: IdentityClaims): Promise<IdentityOutcome> {
    const domains = this.config.upstream?.allowedDomains ?? [];
    if (domains.length > 0) {
      const email = verifiedEmail(claims);
      if (email === undefined) return { outcome: 'refused', reason: 'unverified_email' };
      if (!isOfDomain(email, domains)) return { outcome: 'refused', reason: 'domain' };
    }
    return this.admit(claims);
  }

  /** Finds or takes in somebody whom a token of the external authorization server names. */
  async admit(claims: IdentityClaims): Promise<IdentityOutcome> {
    const known = await this.userOf(claims.issuer, claims.subject);
    return known ? admission(known) : this.takeIn(claims);
  }

  /**
   * Says that a user is this person at a provider. For the operator of the server, who has to know it: whoever
   * signs in there as `subject` is the user here.
   *
   * @returns `taken` if the identity is somebody else's, `linked` also if it was before
   */
  async link(userId: string, issuer: string, subject: string): Promise<'linked' | 'taken' | 'unusable'> {
    if (!isSubject(subject)) return 'unusable';
    if (await this.repository.insert(issuer, subject, userId)) {
      this.invalidation.changed(`user:${userId}`);
      return 'linked';
    }
    return (await this.repository.findUser(issuer, subject))?.id === userId ? 'linked' : 'taken';
  }

  /** Ends a link. Browser sessions that are open go on; `BrowserSessions` ends them. @returns whose it was */
  async unlink(issuer: string, subject: string): Promise<User | undefined> {
    const user = await this.userOf(issuer, subject);
    if (!user || !(await this.repository.remove(issuer, subject))) return undefined;
    this.invalidation.changed(`user:${user.id}`);
    return user;
  }

  private async takeIn(claims: IdentityClaims): Promise<IdentityOutcome> {
    const memberships = jitMemberships(this.config.jit.teams, claims.values);
    if (memberships.length === 0 || !isSubject(claims.subject)) {
      this.logger.warn(`${who(claims)} was refused: not linked to a user, and no rule of JIT_TEAMS fits.`);
      return { outcome: 'refused', reason: 'unknown_person' };
    }
    const email = verifiedEmail(claims);
    if (email === undefined) {
      this.logger.warn(
        `${who(claims)} was refused: there is no address that the provider vouches for (claims email and email_verified).`,
      );
      return { outcome: 'refused', reason: 'unverified_email' };
    }
    try {
      const user = await this.database.transaction(() => this.create(claims, email, memberships));
      return { outcome: 'signed_in', user };
    } catch (error) {
      if (!(error instanceof NotTakenIn)) throw error;
      // Two first sign-ins at the same time: the other one was faster.
      const known = await this.userOf(claims.issuer, claims.subject);
      return known ? admission(known) : { outcome: 'refused', reason: error.reason };
    }
  }

  private async create(
    claims: IdentityClaims,
    email: string,
    memberships: readonly JitMembership[],
  ): Promise<User> {
    await this.requireTeams(memberships);
    const user = await this.repository.insertUser(email, displayName(claims, email));
    if (!user) return this.refuseKnownAddress(claims, email);
    if (!(await this.repository.insert(claims.issuer, claims.subject, user.id))) {
      throw new NotTakenIn('unknown_person');
    }
    for (const { teamId, role } of memberships) await this.members.insert(asTeamId(teamId), user.id, role);
    this.invalidation.changed(`user:${user.id}`);
    return user;
  }

  /** A team that is not there is a mistake of the operator, who has to hear of it before anybody is taken in. */
  private async requireTeams(memberships: readonly JitMembership[]): Promise<void> {
    const existing = await this.repository.existingTeams(memberships.map(({ teamId }) => teamId));
    const missing = memberships.filter(({ teamId }) => !existing.includes(teamId.toLowerCase()));
    if (missing.length === 0) return;
    const ids = missing.map(({ teamId }) => teamId).join(', ');
    this.logger.error(
      `JIT_TEAMS names a team that does not exist: ${ids}. Correct the id (npm run teams -- list shows them); until then people of that rule are refused.`,
    );
    throw new NotTakenIn('unknown_person');
  }

  private async refuseKnownAddress(claims: IdentityClaims, email: string): Promise<never> {
    const linked = await this.repository.findUser(claims.issuer, claims.subject);
    const user = linked ? undefined : await this.repository.findUserByEmail(email);
    if (user) {
      this.logger.warn(
        `${who(claims)} was refused: user ${user.id} has that address and is not linked. If it is the same person, link them with "npm run teams -- link": --user is the address, --subject and --issuer are ${JSON.stringify([claims.subject, claims.issuer])}; quote them for the shell.`,
      );
    }
    throw new NotTakenIn('unknown_person');
  }
}

const admission = (user: User): IdentityOutcome =>
  user.disabledAt === null ? { outcome: 'signed_in', user } : { outcome: 'refused', reason: 'disabled' };

const who = ({ issuer, subject }: IdentityClaims): string =>
  `Subject ${JSON.stringify(subject.slice(0, 255))} of ${issuer}`;
