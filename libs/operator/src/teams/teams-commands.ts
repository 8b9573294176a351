import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Passwords, requireGoodPassword, TeamRegistry, UserDirectory, WeakPasswordError } from '@app/auth';
import type { AddedMember, User } from '@app/auth';
import { asTeamId } from '@app/database';
import { PeopleFinder } from '../keys/people-finder';
import type { CommandWrite } from '../operator-command';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { addMemberArgs, createTeamArgs, listTeamsArgs, setPasswordArgs } from './teams.schemas';
import type { AddMemberArgs, CreateTeamArgs, SetPasswordArgs } from './teams.schemas';
import { toTeamMemberView } from './teams.views';
import type { CreatedTeamView, PasswordView, TeamListView, TeamMemberView } from './teams.views';

/** `teams create|list|add-member|set-password`: how teams and users come to be on a server without demo data. */
@Injectable()
export class TeamsCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly registry: TeamRegistry,
    private readonly users: UserDirectory,
    private readonly passwords: Passwords,
  ) {}

  onModuleInit(): void {
    this.commands.register({
      name: 'teams.create',
      args: createTeamArgs,
      run: (args) => this.create(args),
      writes: writeOf,
    });
    this.commands.register({ name: 'teams.list', args: listTeamsArgs, run: () => this.list() });
    this.commands.register({
      name: 'teams.add-member',
      args: addMemberArgs,
      run: (args) => this.addMember(args),
      writes: writeOf,
    });
    this.commands.register({
      name: 'teams.set-password',
      args: setPasswordArgs,
      run: (args) => this.setPassword(args),
      // A password opens every team of its user.
      writes: async ({ user: { id } }) =>
        (await this.people.teamIdsOf(id)).map((teamId) => ({ teamId, targets: { user_id: id } })),
    });
  }

  private async create(args: CreateTeamArgs): Promise<CreatedTeamView> {
    const owner = { email: args.owner, name: args.owner_name ?? nameFrom(args.owner) };
    const added = await this.registry.createTeam(args.name, owner);
    refuse(added, 'teams -- add-member" adds people to it');
    const password = await this.firstPassword(added);
    return toTeamMemberView({ id: added.teamId, name: args.name }, added, 'owner', password);
  }

  private async addMember(args: AddMemberArgs): Promise<TeamMemberView> {
    const team = await this.people.team(args.team);
    const person = { email: args.user, name: args.name ?? nameFrom(args.user) };
    const added = await this.registry.addMember(asTeamId(team.id), person, args.role);
    refuse(added, 'keys -- create" makes a key for the user');
    return toTeamMemberView(team, added, args.role, await this.firstPassword(added));
  }

  /** For a password that was lost or is known to others: browser sessions that it opened end. */
  private async setPassword(args: SetPasswordArgs): Promise<PasswordView> {
    const user = await this.people.user(args.user);
    if (args.password !== undefined) requireAcceptable(args.password, user);
    const password = args.password ?? this.passwords.generate();
    await this.passwords.set(user.id, password);
    const shown = args.password === undefined ? password : null;
    return { user: { id: user.id, email: user.email, name: user.name }, password: shown };
  }

  private async firstPassword({ user, created }: AddedMember): Promise<string | null> {
    if (!created) return null;
    const password = this.passwords.generate();
    await this.passwords.set(user.id, password);
    return password;
  }

  private async list(): Promise<TeamListView> {
    const teams = (await this.users.teams()).map(({ id, name }) => ({
      id,
      name,
      owners: [] as string[],
      member_count: 0,
    }));
    const byId = new Map(teams.map((team) => [team.id, team]));
    for (const { teamId, email, role } of await this.users.everyMembership()) {
      const team = byId.get(teamId);
      if (!team) continue;
      team.member_count += 1;
      if (role === 'owner') team.owners.push(email);
    }
    return { teams };
  }
}

function requireAcceptable(password: string, user: User): void {
  try {
    requireGoodPassword(password, user);
  } catch (error) {
    throw error instanceof WeakPasswordError ? new OperatorError(error.message) : error;
  }
}

/** @param way what the operator may have wanted instead, from the name of an npm script on */
function refuse({ user, disabled, existing }: AddedMember, way: string): void {
  if (existing) {
    throw new OperatorError(
      `${user.email} is in the team ${existing.teamName} (${existing.teamId}) already, as ${existing.role}; "npm run ${way}.`,
    );
  }
  if (disabled) throw new OperatorError(`${user.email} is disabled; name another user.`);
}

const writeOf = ({ team, user }: TeamMemberView): CommandWrite[] => [
  { teamId: team.id, targets: { user_id: user.id } },
];

const nameFrom = (email: string): string => email.slice(0, email.indexOf('@'));
