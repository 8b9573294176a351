import { Injectable } from '@nestjs/common';
import { UserDirectory } from '@app/auth';
import type { Membership, User } from '@app/auth';
import { OperatorError } from '../operator-error';

interface TeamRef {
  readonly id: string;
  readonly name: string;
}

/** Finds the users and teams that an operator names, or says what there is to name. */
@Injectable()
export class PeopleFinder {
  constructor(private readonly directory: UserDirectory) {}

  /** @throws OperatorError if nobody has the address */
  async user(email: string): Promise<User> {
    const user = await this.directory.byEmail(email);
    if (user) return user;
    throw new OperatorError(`There is no user ${email}; "npm run keys -- users" lists the users.`);
  }

  /**
   * @param reference id or name; with several teams of one name only the id will do
   * @throws OperatorError if there is no such team, or more than one
   */
  async team(reference: string): Promise<TeamRef> {
    const teams = await this.directory.teams();
    const [found, ...others] = matching(teams, reference);
    if (!found) throw new OperatorError(`There is no team ${reference}; there are ${listOf(teams)}.`);
    if (others.length > 0) throw ambiguous(reference, [found, ...others]);
    return found;
  }

  /**
   * The team named, or the only one there is.
   * @throws OperatorError as `team`, or if none is named and there are several
   */
  async teamOrOnly(reference: string | undefined): Promise<TeamRef> {
    if (reference !== undefined) return this.team(reference);
    const teams = await this.directory.teams();
    const [only, ...others] = teams;
    if (only && others.length === 0) return only;
    throw new OperatorError(`Choose a team with --team; there are ${listOf(teams)}.`);
  }

  /** @returns ids of the teams of a user */
  async teamIdsOf(userId: string): Promise<string[]> {
    return (await this.directory.memberships(userId)).map(({ teamId }) => teamId);
  }

  /**
   * The membership meant: the only one of the user, or the one in the team that is named.
   * @throws OperatorError if the user is in no team, not in that one, or in several and none is named
   */
  async membership(user: User, team: string | undefined): Promise<Membership> {
    const memberships = await this.directory.memberships(user.id);
    const refs = memberships.map(({ teamId, teamName }) => ({ id: teamId, name: teamName }));
    if (refs.length === 0) throw new OperatorError(`${user.email} is in no team.`);
    const [found, ...others] = team === undefined ? refs : matching(refs, team);
    if (!found) throw new OperatorError(`${user.email} is not in the team ${team}, but in ${listOf(refs)}.`);
    if (others.length > 0) {
      throw team === undefined
        ? new OperatorError(`${user.email} is in several teams; choose one with --team: ${listOf(refs)}.`)
        : ambiguous(team, [found, ...others]);
    }
    return memberships.find(({ teamId }) => teamId === found.id) as Membership;
  }
}

function matching(teams: readonly TeamRef[], reference: string): TeamRef[] {
  const wanted = reference.toLowerCase();
  const byId = teams.filter(({ id }) => id === wanted);
  return byId.length > 0 ? byId : teams.filter(({ name }) => name.toLowerCase() === wanted);
}

const ambiguous = (reference: string, teams: readonly TeamRef[]): OperatorError =>
  new OperatorError(`Several teams are called ${reference}; name one by its id: ${listOf(teams)}.`);

const listOf = (teams: readonly TeamRef[]): string =>
  teams.length === 0 ? 'none' : teams.map(({ id, name }) => `${name} (${id})`).join(', ');
