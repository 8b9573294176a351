import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { LimitRulesAdmin } from '@app/rate-limit';
import type { LimitRule } from '@app/rate-limit';
import { PeopleFinder } from '../keys/people-finder';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { addRuleArgs, changeRuleArgs, listRulesArgs, removeRuleArgs } from './limits.schemas';
import type { AddRuleArgs, ChangeRuleArgs, ListRulesArgs, RemoveRuleArgs } from './limits.schemas';
import { toRuleView } from './limits.views';
import { ruleSubjectOf } from './rule-subject';
import type { RuleListView, RuleView } from './limits.views';

/** `limits rules|add|change|remove`: the rules of a team, tuned while traffic flows. */
@Injectable()
export class LimitsCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly admin: LimitRulesAdmin,
  ) {}

  onModuleInit(): void {
    this.commands.register({ name: 'limits.rules', args: listRulesArgs, run: (args) => this.list(args) });
    const writes = async ({ id }: RuleView, { team }: { readonly team: string }) => [
      { teamId: (await this.people.team(team)).id, targets: { rule_id: id } },
    ];
    this.commands.register({ name: 'limits.add', args: addRuleArgs, run: (args) => this.add(args), writes });
    this.commands.register({
      name: 'limits.change',
      args: changeRuleArgs,
      run: (args) => this.change(args),
      writes,
    });
    this.commands.register({
      name: 'limits.remove',
      args: removeRuleArgs,
      run: (args) => this.remove(args),
      writes,
    });
  }

  private async list(args: ListRulesArgs): Promise<RuleListView> {
    const team = await this.people.team(args.team);
    return { team, rules: (await this.admin.list(asTeamId(team.id))).map(toRuleView) };
  }

  private async add(args: AddRuleArgs): Promise<RuleView> {
    const team = await this.people.team(args.team);
    const { subject, bucket, rate, mode } = args;
    const subjectId = await ruleSubjectOf(this.people, args, team.id);
    const rule = { subject, subjectId, bucket, ...rate, mode, enabled: true };
    return inWords(this.admin.create(asTeamId(team.id), rule, null));
  }

  private async change({ team, rule, rate, mode, enabled }: ChangeRuleArgs): Promise<RuleView> {
    const { id } = await this.people.team(team);
    const change = { ...rate, ...(mode && { mode }), ...(enabled !== undefined && { enabled }) };
    if (Object.keys(change).length === 0)
      throw new OperatorError('Say what to change: --rate, --mode or --enabled.');
    return inWords(this.admin.change(asTeamId(id), rule, change));
  }

  private async remove({ team, rule }: RemoveRuleArgs): Promise<RuleView> {
    const { id } = await this.people.team(team);
    return inWords(this.admin.remove(asTeamId(id), rule));
  }
}

async function inWords(work: Promise<LimitRule>): Promise<RuleView> {
  try {
    return toRuleView(await work);
  } catch (error) {
    if (!(error instanceof ApiException)) throw error;
    throw new OperatorError(
      error.code === 'not_found'
        ? 'The team has no such rule; "npm run limits -- rules" shows them.'
        : error.message,
    );
  }
}
