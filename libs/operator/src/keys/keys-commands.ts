import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { ApiKeysService, KeyLifeError, UserDirectory } from '@app/auth';
import type { ApiKeyEntry } from '@app/auth';
import { asTeamId } from '@app/database';
import type { CommandWrite } from '../operator-command';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { KeyFinder } from './key-finder';
import { boundKeyArgs, createKeyArgs, listKeysArgs, listUsersArgs, revokeKeyArgs } from './keys.schemas';
import type { BoundKeyArgs, CreateKeyArgs, ListKeysArgs, ListUsersArgs, RevokeKeyArgs } from './keys.schemas';
import { toKeyView } from './keys.views';
import type {
  CreatedKeyView,
  KeyListView,
  KeyView,
  RevokedKeyView,
  UserListView,
  UserView,
} from './keys.views';
import { PeopleFinder } from './people-finder';

/** `keys create|list|bound|revoke|users`: what the operator does about API keys. */
@Injectable()
export class KeysCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly keys: ApiKeysService,
    private readonly finder: KeyFinder,
    private readonly users: UserDirectory,
  ) {}

  onModuleInit(): void {
    this.commands.register({
      name: 'keys.create',
      args: createKeyArgs,
      run: (args) => this.create(args),
      writes: writeOf,
    });
    this.commands.register({ name: 'keys.list', args: listKeysArgs, run: (args) => this.list(args) });
    this.commands.register({
      name: 'keys.bound',
      args: boundKeyArgs,
      run: (args) => this.bind(args),
      writes: writeOf,
    });
    this.commands.register({
      name: 'keys.revoke',
      args: revokeKeyArgs,
      run: (args) => this.revoke(args),
      writes: writeOf,
    });
    this.commands.register({ name: 'keys.users', args: listUsersArgs, run: (args) => this.listUsers(args) });
  }

  private async create(args: CreateKeyArgs): Promise<CreatedKeyView> {
    const user = await this.people.user(args.user);
    if (user.disabledAt) throw new OperatorError(`${user.email} is disabled, so a key would open nothing.`);
    const { teamId } = await this.people.membership(user, args.team);
    const asked = {
      userId: user.id,
      name: args.name,
      scopes: args.scopes,
      expiresInDays: args.expires_days,
      mcpBound: args.mcp_bound,
    };
    const { apiKey, secret } = await this.keys.create(asTeamId(teamId), asked).catch(refuseLongLife);
    const [entry] = await this.finder.find({ id: apiKey.id });
    return { key: secret, ...toKeyView(entry as ApiKeyEntry) };
  }

  private async list(args: ListKeysArgs): Promise<KeyListView> {
    const userId = args.user === undefined ? undefined : (await this.people.user(args.user)).id;
    const teamId = args.team === undefined ? undefined : (await this.people.team(args.team)).id;
    return { keys: (await this.finder.find({ userId, teamId })).map(toKeyView) };
  }

  private async bind({ key: reference, mcp_bound: mcpBound }: BoundKeyArgs): Promise<KeyView> {
    const { key, status } = await this.finder.key(reference);
    if (status === 'revoked') throw new OperatorError(`The API key ${key.prefix} is revoked.`);
    await this.keys.setMcpBound(asTeamId(key.teamId), key.id, mcpBound);
    const [entry] = await this.finder.find({ id: key.id });
    return toKeyView(entry as ApiKeyEntry);
  }

  private async revoke(args: RevokeKeyArgs): Promise<RevokedKeyView> {
    const { key, status } = await this.finder.key(args.key);
    await this.keys.revoke(asTeamId(key.teamId), key.id);
    const [entry] = await this.finder.find({ id: key.id });
    return { already_revoked: status === 'revoked', ...toKeyView(entry as ApiKeyEntry) };
  }

  private async listUsers(args: ListUsersArgs): Promise<UserListView> {
    const teamId = args.team === undefined ? undefined : (await this.people.team(args.team)).id;
    const users = new Map<string, UserView>();
    for (const row of await this.users.everyMembership()) {
      if (teamId !== undefined && row.teamId !== teamId) continue;
      const { userId: id, email, name } = row;
      const view: UserView = users.get(id) ?? {
        id,
        email,
        name,
        disabled: row.disabledAt !== null,
        teams: [],
      };
      view.teams.push({ id: row.teamId, name: row.teamName, role: row.role });
      users.set(id, view);
    }
    return { users: [...users.values()] };
  }
}

const writeOf = ({ id, user, team }: KeyView): CommandWrite[] => [
  { teamId: team.id, targets: { api_key_id: id, user_id: user.id } },
];

function refuseLongLife(error: unknown): never {
  throw error instanceof KeyLifeError ? new OperatorError(`The end of the key ${error.message}.`) : error;
}
