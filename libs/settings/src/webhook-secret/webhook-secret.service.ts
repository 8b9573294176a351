import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { CallerContext } from '@app/permissions';
import { WebhookSecretKeeper } from '@app/secrets';
import { StepUp } from '../step-up/step-up.service';
import { toRotatedSecretView, toWebhookSecretView } from './webhook-secret.schemas';
import type { RotatedSecretView, WebhookSecretView } from './webhook-secret.schemas';

/** What signs the webhooks of the team in which the session acts. */
@Injectable()
export class WebhookSecretSettings {
  constructor(
    private readonly keeper: WebhookSecretKeeper,
    private readonly stepUp: StepUp,
  ) {}

  async state({ teamId }: CallerContext): Promise<WebhookSecretView> {
    return toWebhookSecretView(await this.keeper.state(teamId));
  }

  /** @throws ApiException step_up_required */
  async rotate({ teamId }: CallerContext, request: Request): Promise<RotatedSecretView> {
    await this.stepUp.require(request);
    return toRotatedSecretView(await this.keeper.rotate(teamId));
  }
}
