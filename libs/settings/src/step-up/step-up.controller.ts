import { Body, Controller, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { KIB, Surface } from '@app/permissions';
import { proveBody, proveReply } from './step-up.schemas';
import type { ProveBody } from './step-up.schemas';
import { StepUp } from './step-up.service';

@ApiTags('session')
@Controller('api/settings/session')
export class StepUpController {
  constructor(private readonly stepUp: StepUp) {}

  @Post('proof')
  @Surface({
    id: 'settings_prove_session',
    access: 'session',
    bodyLimit: 16 * KIB,
    document: {
      summary: 'Prove who you are',
      description:
        'Give the password again, after which the session may make and end lasting credentials, such as API keys and the signing secret of webhooks, for 15 minutes. Tries count as they do for signing in.',
      response: { 200: proveReply },
    },
  })
  prove(@Req() request: Request, @Body({ schema: proveBody }) body: ProveBody) {
    return this.stepUp.prove(request, body);
  }
}
