import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { WebhookSecretKeeper } from '@app/secrets';
import { PeopleFinder } from '../keys/people-finder';
import { OperatorCommands } from '../operator-commands.service';
import { webhookSecretArgs } from './webhooks.schemas';
import type { WebhookSecretArgs } from './webhooks.schemas';
import { toWebhookSecretView } from './webhooks.views';
import type { WebhookSecretView } from './webhooks.views';

/** `webhooks secret|rotate-secret`: how receivers get what they check signatures with. */
@Injectable()
export class WebhooksCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly secrets: WebhookSecretKeeper,
  ) {}

  onModuleInit(): void {
    // Whoever has seen the secret can sign as the team, so that is told like a change.
    const writes = ({ team }: WebhookSecretView) => [{ teamId: team.id, targets: {} }];
    this.commands.register({
      name: 'webhooks.secret',
      args: webhookSecretArgs,
      run: (args) => this.show(args),
      writes,
    });
    this.commands.register({
      name: 'webhooks.rotate-secret',
      args: webhookSecretArgs,
      run: (args) => this.rotate(args),
      writes,
    });
  }

  private async show(args: WebhookSecretArgs): Promise<WebhookSecretView> {
    const team = await this.people.team(args.team);
    return toWebhookSecretView(team, await this.secrets.current(asTeamId(team.id)));
  }

  private async rotate(args: WebhookSecretArgs): Promise<WebhookSecretView> {
    const team = await this.people.team(args.team);
    return toWebhookSecretView(team, await this.secrets.rotate(asTeamId(team.id)));
  }
}
