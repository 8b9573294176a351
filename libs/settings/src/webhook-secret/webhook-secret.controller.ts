import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { rotatedSecretReply, webhookSecretReply } from './webhook-secret.schemas';
import { WebhookSecretSettings } from './webhook-secret.service';

@ApiTags('webhooks')
@Controller('api/settings/webhook-secret')
export class WebhookSecretController {
  constructor(private readonly settings: WebhookSecretSettings) {}

  @Get()
  @Surface({
    id: 'settings_get_webhook_secret',
    access: 'session',
    permission: 'team:manage',
    document: {
      summary: 'Get the state of the signing secret',
      description: 'Since when the team has the secret that signs its webhooks; never the secret.',
      response: { 200: webhookSecretReply },
    },
  })
  state(@Caller() caller: CallerContext) {
    return this.settings.state(caller);
  }

  @Post('rotate')
  @Surface({
    id: 'settings_rotate_webhook_secret',
    access: 'session',
    permission: 'team:manage',
    document: {
      summary: 'Rotate the signing secret',
      description:
        'Make a new secret for the webhooks of the team, shown this once. The one before signs too for 24 hours; a second rotation within them ends it at once.',
      response: { 200: rotatedSecretReply },
      errors: ['step_up_required'],
    },
  })
  rotate(@Caller() caller: CallerContext, @Req() request: Request) {
    return this.settings.rotate(caller, request);
  }
}
