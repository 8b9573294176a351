import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { PeopleFinder } from '../keys/people-finder';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { OAuthKeeper } from './oauth-keeper';
import { listAppsArgs, revokeAppArgs, rotateKeysArgs } from './oauth.schemas';
import type { ListAppsArgs, RevokeAppArgs } from './oauth.schemas';
import { toConnectedAppView, toRotatedKeysView } from './oauth.views';
import type { ConnectedAppListView, ConnectedAppView, RotatedKeysView } from './oauth.views';

/** `oauth apps list|revoke`, `oauth rotate-keys|replace-keys`: what the operator does about connected hosts. */
@Injectable()
export class OAuthCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly keeper: OAuthKeeper,
  ) {}

  onModuleInit(): void {
    this.commands.register({ name: 'oauth.apps.list', args: listAppsArgs, run: (args) => this.list(args) });
    this.commands.register({
      name: 'oauth.apps.revoke',
      args: revokeAppArgs,
      run: (args) => this.revoke(args),
      writes: ({ id, team, user }) => [
        { teamId: team.id, targets: { connected_app_id: id, user_id: user.id } },
      ],
    });
    for (const [name, atOnce] of [
      ['oauth.rotate-keys', false],
      ['oauth.replace-keys', true],
    ] as const) {
      this.commands.register({ name, args: rotateKeysArgs, run: () => this.rotate(atOnce) });
    }
  }

  private async list(args: ListAppsArgs): Promise<ConnectedAppListView> {
    const userId = args.user === undefined ? undefined : (await this.people.user(args.user)).id;
    const teamId = args.team === undefined ? undefined : (await this.people.team(args.team)).id;
    return { apps: (await this.keeper.apps({ userId, teamId })).map(toConnectedAppView) };
  }

  private async revoke({ app: id }: RevokeAppArgs): Promise<ConnectedAppView> {
    const [app] = await this.keeper.apps({ id });
    if (!app || !(await this.keeper.revoke(app))) {
      throw new OperatorError(`There is no connected app ${id}; "npm run oauth -- apps list" shows them.`);
    }
    return toConnectedAppView(app);
  }

  private async rotate(atOnce: boolean): Promise<RotatedKeysView> {
    return toRotatedKeysView(await this.keeper.rotateKeys(atOnce));
  }
}
