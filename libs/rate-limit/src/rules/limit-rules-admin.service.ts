import { Injectable } from '@nestjs/common';
import { ApiKeysService, ROLES, TeamDirectory } from '@app/auth';
import { Database, isUniqueViolation } from '@app/database';
import type { TeamId } from '@app/database';
import { ApiException } from '@app/errors';
import type { LimitRule } from './limit-rule';
import { RulesInForce } from './rules-in-force.service';
import { LimitRulesRepository } from './rules.repository';
import type { NewRule, RuleChange } from './rules.repository';

/** Rules that a team may have; every one is looked at by somebody who asks why a call was refused. */
export const MAX_RULES_PER_TEAM = 200;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const UNIQUE = 'rate_limit_rules_subject_key';

/** How a team's admin, or the operator, tunes limits while traffic flows. */
@Injectable()
export class LimitRulesAdmin {
  constructor(
    private readonly database: Database,
    private readonly repository: LimitRulesRepository,
    private readonly inForce: RulesInForce,
    private readonly people: TeamDirectory,
    private readonly apiKeys: ApiKeysService,
  ) {}

  list(teamId: TeamId): Promise<LimitRule[]> {
    return this.repository.list(teamId);
  }

  /**
   * Puts a rule in force, here at once and on the other replicas within a second.
   * @param createdBy the admin; null: the operator
   * @throws unknown_reference for a subject that is not of the team, already_exists, invalid_request beyond 200 rules
   */
  create(teamId: TeamId, rule: NewRule, createdBy: string | null): Promise<LimitRule> {
    return this.changing(teamId, async () => {
      await this.requireSubject(teamId, rule);
      if ((await this.repository.count(teamId)) >= MAX_RULES_PER_TEAM) {
        throw new ApiException('invalid_request', {
          message: `A team has at most ${MAX_RULES_PER_TEAM} rules; remove one that is not used.`,
        });
      }
      return this.repository.insert(teamId, rule, createdBy);
    });
  }

  /** @throws not_found, already_exists */
  change(teamId: TeamId, id: string, change: RuleChange): Promise<LimitRule> {
    return this.changing(teamId, async () => {
      const changed = await this.repository.update(teamId, id, change);
      if (!changed) throw new ApiException('not_found');
      return changed;
    });
  }

  /** @returns the rule that was removed @throws not_found */
  remove(teamId: TeamId, id: string): Promise<LimitRule> {
    return this.changing(teamId, async () => {
      const rule = await this.repository.find(teamId, id);
      if (!rule || !(await this.repository.remove(teamId, id))) throw new ApiException('not_found');
      return rule;
    });
  }

  private async changing(teamId: TeamId, write: () => Promise<LimitRule>): Promise<LimitRule> {
    try {
      return await this.database.transaction(async () => {
        // First, so that changes of one team follow one another and the count of rules is exact.
        await this.repository.nextVersion(teamId);
        const rule = await write();
        this.inForce.changed(teamId);
        return rule;
      });
    } catch (error) {
      if (!isUniqueViolation(error, UNIQUE)) throw error;
      throw new ApiException('already_exists', {
        message: 'There is an enabled rule for this subject, bucket and mode; change that one.',
      });
    }
  }

  /** @throws unknown_reference for a subject that is not of the team */
  async requireSubject(
    teamId: TeamId,
    { subject, subjectId }: Pick<NewRule, 'subject' | 'subjectId'>,
  ): Promise<void> {
    if (await this.isKnown(teamId, subject, subjectId)) return;
    throw new ApiException('unknown_reference', {
      message: `There is no ${subject.replace('_', ' ')} ${subjectId} in this team.`,
    });
  }

  /** Clients are known by what they call themselves; a rule may be there before the first of them connects. */
  private async isKnown(teamId: TeamId, subject: LimitRule['subject'], id: string): Promise<boolean> {
    switch (subject) {
      case 'team':
        return id === teamId;
      case 'role':
        return ROLES.some((role) => role === id);
      case 'user':
        return UUID.test(id) && (await this.people.member(teamId, id)) !== undefined;
      case 'api_key':
        return (await this.apiKeys.list(teamId)).some((key) => key.id === id);
      case 'oauth_client':
        return true;
    }
  }
}
