import { Body, Controller, Get, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Caller, KIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { keyPolicyBody, keyPolicyReply } from './api-keys.schemas';
import type { KeyPolicyBody } from './api-keys.schemas';
import { KeySettings } from './key-settings.service';

const BODY_LIMIT = KIB;

@ApiTags('API keys')
@Controller('api')
export class KeyPolicyController {
  constructor(private readonly keys: KeySettings) {}

  @Get('settings/key-policy')
  @Surface({
    id: 'settings_get_key_policy',
    access: 'session',
    permission: 'api_keys:manage',
    document: {
      summary: 'Get the team’s rule for keys',
      description: 'How long a new API key of the team may live.',
      response: { 200: keyPolicyReply },
    },
  })
  policy(@Caller() caller: CallerContext) {
    return this.keys.policy(caller);
  }

  @Put('admin/key-policy')
  @Surface({
    id: 'admin_set_key_policy',
    access: 'session',
    permission: 'api_keys:manage',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Set the team’s rule for keys',
      description:
        'Say how long a new API key of the team may live at most. Keys that exist keep their end; revoke those that live too long.',
      response: { 200: keyPolicyReply },
      errors: ['step_up_required'],
    },
  })
  setPolicy(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Body({ schema: keyPolicyBody }) body: KeyPolicyBody,
  ) {
    return this.keys.setPolicy(caller, request, body);
  }
}
