import { Injectable } from '@nestjs/common';
import type { Principal } from '@app/auth';
import { LimitPreviewer, LimitRulesAdmin } from '@app/rate-limit';
import type { PreviewRule } from '@app/rate-limit';
import { toPreviewView } from './preview.schemas';
import type { PreviewView } from './preview.schemas';
import { toRuleView } from './rules.schemas';
import type { ChangeRuleBody, CreateRuleBody, ListRulesQuery, PreviewBody, RuleView } from './rules.schemas';

/** The rules of the admin's own team. */
@Injectable()
export class RateLimitRules {
  constructor(
    private readonly rules: LimitRulesAdmin,
    private readonly previewer: LimitPreviewer,
  ) {}

  /** A team has few rules, so a page is cut from all of them. */
  async list({ teamId }: Principal, { limit, offset }: ListRulesQuery) {
    const all = await this.rules.list(teamId);
    const rules = all.slice(offset, offset + limit).map(toRuleView);
    return { rules, total: all.length, limit, offset };
  }

  async create({ teamId, userId }: Principal, body: CreateRuleBody): Promise<{ rule: RuleView }> {
    const rule = { ...ruleOf(teamId, body), mode: body.mode, enabled: body.enabled };
    return { rule: toRuleView(await this.rules.create(teamId, rule, userId)) };
  }

  async change({ teamId }: Principal, id: string, body: ChangeRuleBody): Promise<{ rule: RuleView }> {
    const { window_seconds: windowSeconds, limit, mode, enabled } = body;
    const change = {
      ...(limit !== undefined && { limit }),
      ...(windowSeconds !== undefined && { windowSeconds }),
      ...(mode !== undefined && { mode }),
      ...(enabled !== undefined && { enabled }),
    };
    return { rule: toRuleView(await this.rules.change(teamId, id, change)) };
  }

  async remove({ teamId }: Principal, id: string): Promise<{ success: true }> {
    await this.rules.remove(teamId, id);
    return { success: true };
  }

  async preview({ teamId }: Principal, body: PreviewBody): Promise<{ preview: PreviewView }> {
    return { preview: toPreviewView(await this.previewer.preview(teamId, ruleOf(teamId, body))) };
  }
}

/** A team needs no name of its own. */
function ruleOf(teamId: string, body: PreviewBody): PreviewRule {
  const { subject, subject_id: subjectId = teamId, bucket, limit, window_seconds: windowSeconds } = body;
  return { subject, subjectId, bucket, limit, windowSeconds };
}
