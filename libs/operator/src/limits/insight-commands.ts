import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { LimitExplanation, LimitPreviewer, LimitSubjects, LimitUsage } from '@app/rate-limit';
import type { SubjectReference } from '@app/rate-limit';
import { KeyFinder } from '../keys/key-finder';
import { PeopleFinder } from '../keys/people-finder';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { explainArgs, previewArgs, usageArgs } from './limits.schemas';
import type { ExplainArgs, PreviewArgs, UsageArgs } from './limits.schemas';
import { toLimitView, toPreviewView, toUsageView } from './limits.views';
import type { ExplanationView, PreviewView, UsageView } from './limits.views';
import { ruleSubjectOf } from './rule-subject';

/** Credentials shown of a team that has many. */
const SHOWN = 50;

/** What the commands ask about limits. */
@Injectable()
export class LimitAnswers {
  constructor(
    readonly explanation: LimitExplanation,
    readonly subjects: LimitSubjects,
    readonly usage: LimitUsage,
    readonly previewer: LimitPreviewer,
  ) {}
}

/** `limits explain|usage|preview`: which limits hold and why, how they are used, what a rule would do. */
@Injectable()
export class InsightCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly keys: KeyFinder,
    private readonly answers: LimitAnswers,
  ) {}

  onModuleInit(): void {
    this.commands.register({ name: 'limits.explain', args: explainArgs, run: (args) => this.explain(args) });
    this.commands.register({ name: 'limits.usage', args: usageArgs, run: (args) => this.usage(args) });
    this.commands.register({ name: 'limits.preview', args: previewArgs, run: (args) => this.preview(args) });
  }

  private async explain(args: ExplainArgs): Promise<ExplanationView> {
    const { team, reference, subject } = await this.whoIs(args);
    const found = await inWords(this.answers.subjects.find(asTeamId(team.id), reference));
    const [limits = []] = await this.answers.explanation.explain([found]);
    return { team, subject, limits: limits.map(toLimitView) };
  }

  private async usage(args: UsageArgs): Promise<UsageView> {
    const team = await this.people.teamOrOnly(args.team);
    const usage = await this.answers.usage.usage(asTeamId(team.id), { limit: SHOWN, offset: 0 });
    return toUsageView(team, usage);
  }

  private async preview(args: PreviewArgs): Promise<PreviewView> {
    const team = await this.people.teamOrOnly(args.team);
    const { subject, bucket, rate } = args;
    const subjectId = await ruleSubjectOf(this.people, args, team.id);
    const rule = { subject, subjectId, bucket, ...rate };
    return toPreviewView(team, await inWords(this.answers.previewer.preview(asTeamId(team.id), rule)));
  }

  /** A key knows its team, and a user may be in one only; of a client the team has to be named if there are several. */
  private async whoIs({ team: named, key, user, client }: ExplainArgs) {
    if (key !== undefined) {
      const found = await this.keys.key(key, named && (await this.people.team(named)).id);
      return { team: found.team, reference: { apiKeyId: found.key.id }, subject: `key ${found.key.prefix}` };
    }
    const person = user === undefined ? undefined : await this.people.user(user);
    const member = person && (await this.people.membership(person, named));
    const team = member ? { id: member.teamId, name: member.teamName } : await this.people.teamOrOnly(named);
    const subject = [client && `client ${client}`, person?.email].filter(Boolean).join(' of ');
    const reference: SubjectReference =
      client === undefined ? { userId: person?.id ?? '' } : { clientId: client, userId: person?.id };
    return { team, reference, subject };
  }
}

async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ApiException ? new OperatorError(error.message) : error;
  }
}
