import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Caller, Surface } from '@app/permissions';
import type { CallerContext } from '@app/permissions';
import { previewReply } from './preview.schemas';
import {
  changeRuleBody,
  createRuleBody,
  listRulesQuery,
  previewBody,
  removedReply,
  ruleParam,
  ruleReply,
  rulesReply,
} from './rules.schemas';
import type { ChangeRuleBody, CreateRuleBody, ListRulesQuery, PreviewBody, RuleParam } from './rules.schemas';
import { RateLimitRules } from './rules.service';

/** A preview reads up to an hour of calls and more. */
const PREVIEW_COST = 10;

@ApiTags('rate limits')
@Controller('api/admin/rate-limit-rules')
export class RateLimitRulesController {
  constructor(private readonly rules: RateLimitRules) {}

  @Get()
  @Surface({
    id: 'admin_list_rate_limit_rules',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'List rules',
      description: 'The rate limit rules of the team, the oldest first, those that are off included.',
      response: { 200: rulesReply },
    },
  })
  list(@Caller() caller: CallerContext, @Query({ schema: listRulesQuery }) query: ListRulesQuery) {
    return this.rules.list(caller, query);
  }

  @Post()
  @Surface({
    id: 'admin_create_rate_limit_rule',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'Create a rule',
      description: 'Put a rule in force, or on trial, on every replica within a second.',
      response: { 201: ruleReply },
      errors: ['unknown_reference', 'already_exists'],
    },
  })
  create(@Caller() caller: CallerContext, @Body({ schema: createRuleBody }) body: CreateRuleBody) {
    return this.rules.create(caller, body);
  }

  @Patch(':rule_id')
  @Surface({
    id: 'admin_change_rate_limit_rule',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'Change a rule',
      description: 'Change its limit, window or mode, or switch it on or off.',
      response: { 200: ruleReply },
      errors: ['not_found', 'already_exists'],
    },
  })
  change(
    @Caller() caller: CallerContext,
    @Param({ schema: ruleParam }) { rule_id: id }: RuleParam,
    @Body({ schema: changeRuleBody }) body: ChangeRuleBody,
  ) {
    return this.rules.change(caller, id, body);
  }

  @Delete(':rule_id')
  @Surface({
    id: 'admin_delete_rate_limit_rule',
    access: 'session',
    permission: 'rate_limits:manage',
    document: {
      summary: 'Remove a rule',
      description: 'What it replaced holds again: the next specific rule, or the configured default.',
      response: { 200: removedReply },
      errors: ['not_found'],
    },
  })
  remove(@Caller() caller: CallerContext, @Param({ schema: ruleParam }) { rule_id: id }: RuleParam) {
    return this.rules.remove(caller, id);
  }

  @Post('preview')
  @Surface({
    id: 'admin_preview_rate_limit_rule',
    access: 'session',
    permission: 'rate_limits:manage',
    cost: PREVIEW_COST,
    document: {
      summary: 'Preview a rule',
      description:
        'What the rule would have refused in the last hour: the calls of the audit trail, played back. Nothing is changed.',
      response: { 200: previewReply },
      errors: ['unknown_reference'],
    },
  })
  preview(@Caller() caller: CallerContext, @Body({ schema: previewBody }) body: PreviewBody) {
    return this.rules.preview(caller, body);
  }
}
