import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Caller, KIB, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { pageQuery } from '../fields.schemas';
import type { PageQuery } from '../fields.schemas';
import {
  boundKeyBody,
  keyParam,
  keyReply,
  keysReply,
  revokeAllBody,
  revokedKeysReply,
} from './api-keys.schemas';
import type { BoundKeyBody, KeyParam, RevokeAllBody } from './api-keys.schemas';
import { KeySettings } from './key-settings.service';

const BODY_LIMIT = 16 * KIB;

@ApiTags('API keys')
@Controller('api/admin/api-keys')
export class TeamKeysController {
  constructor(private readonly keys: KeySettings) {}

  @Get()
  @Surface({
    id: 'admin_list_api_keys',
    access: 'session',
    permission: 'api_keys:manage',
    document: {
      summary: 'List keys of the team',
      description: 'The API keys of everybody in the team, the newest first, ended ones included.',
      response: { 200: keysReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: pageQuery }) query: PageQuery) {
    return this.keys.listTeam(caller, query);
  }

  @Post('revoke-all')
  @HttpCode(200)
  @Surface({
    id: 'admin_revoke_all_api_keys',
    access: 'session',
    permission: 'api_keys:manage',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Revoke all keys',
      description:
        'End every API key of the team, or of one member, with every secret of it, on every replica within a second. For the day on which keys have leaked and nobody knows which.',
      response: { 200: revokedKeysReply },
      errors: ['step_up_required'],
    },
  })
  revokeAll(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Body({ schema: revokeAllBody }) body: RevokeAllBody,
  ) {
    return this.keys.revokeAll(caller, request, body);
  }

  @Patch(':key_id')
  @Surface({
    id: 'admin_bind_api_key',
    access: 'session',
    permission: 'api_keys:manage',
    bodyLimit: BODY_LIMIT,
    document: {
      summary: 'Say which tools a key shows',
      description:
        'Set the tools that hosts with anybody’s key are shown at most, on every replica within a second. It narrows MCP and neither REST nor rights; to take rights away, revoke the key or make one with fewer scopes.',
      response: { 200: keyReply },
      errors: ['step_up_required', 'not_found'],
    },
  })
  bind(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Param({ schema: keyParam }) { key_id: id }: KeyParam,
    @Body({ schema: boundKeyBody }) body: BoundKeyBody,
  ) {
    return this.keys.bindAny(caller, request, id, body);
  }

  @Delete(':key_id')
  @Surface({
    id: 'admin_revoke_api_key',
    access: 'session',
    permission: 'api_keys:manage',
    document: {
      summary: 'Revoke a key of the team',
      description: 'End anybody’s key, with every secret of it, on every replica within a second.',
      response: { 200: keyReply },
      errors: ['step_up_required', 'not_found'],
    },
  })
  revoke(
    @Caller() caller: CallerContext,
    @Req() request: Request,
    @Param({ schema: keyParam }) { key_id: id }: KeyParam,
  ) {
    return this.keys.revokeAny(caller, request, id);
  }
}
