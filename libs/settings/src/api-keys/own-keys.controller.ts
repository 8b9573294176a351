import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Caller, KIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { pageQuery } from '../fields.schemas';
import type { PageQuery } from '../fields.schemas';
import {
  createKeyBody,
  keyParam,
  keyReply,
  keysReply,
  madeKeyReply,
  rotateKeyBody,
} from './api-keys.schemas';
import type { CreateKeyBody, KeyParam, RotateKeyBody } from './api-keys.schemas';
import { KeySettings } from './key-settings.service';

const BODY_LIMIT = 16 * KIB;

@ApiTags('API keys')
@Controller('api/settings/api-keys')
export class OwnKeysController {
  constructor(private readonly keys: KeySettings) {}

  @Get()
  @Surface({
    id: 'settings_list_api_keys',
    access: 'session',
    permission: 'api_keys:manage',
    document: {
      summary: 'List own keys',
      description: 'The person’s API keys in the current team, the newest first, ended ones included.',
      response: { 200: keysReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.keys.listOwn(caller, query);
  }

  @Post()
  @Surface({
    id: 'settings_create_api_key',
    access: 'session',
    permission: 'api_keys:manage',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Make a key',
      description: 'Make an API key for the current team. Its secret is in this reply and nowhere else.',
      response: { 201: madeKeyReply },
      errors: ['step_up_required'],
    },
  })
  create(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Body({ schema: createKeyBody }) body: CreateKeyBody,
  ) {
    response.setHeader('cache-control', 'no-store');
    return this.keys.create(caller, request, body);
  }

  @Post(':key_id/rotate')
  @Surface({
    id: 'settings_rotate_api_key',
    access: 'session',
    permission: 'api_keys:manage',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Rotate a key',
      description:
        'Give a key another secret. The one before is taken for up to 7 days more; one that was rotated away earlier ends at once. Name, scopes and end of the key stay.',
      response: { 200: madeKeyReply },
      errors: ['step_up_required', 'not_found'],
    },
  })
  rotate(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Param({ schema: keyParam }) { key_id: id }: KeyParam,
    @Body({ schema: rotateKeyBody }) body: RotateKeyBody,
  ) {
    response.setHeader('cache-control', 'no-store');
    return this.keys.rotate(caller, request, id, body);
  }

  @Delete(':key_id')
  @Surface({
    id: 'settings_revoke_api_key',
    access: 'session',
    permission: 'api_keys:manage',
    document: {
      summary: 'Revoke a key',
      description: 'End a key of one’s own, with every secret of it, on every replica within a second.',
      response: { 200: keyReply },
      errors: ['step_up_required', 'not_found'],
    },
  })
  revoke(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Param({ schema: keyParam }) { key_id: id }: KeyParam,
  ) {
    return this.keys.revokeOwn(caller, request, id);
  }
}
