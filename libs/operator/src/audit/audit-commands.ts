import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { AuditLog } from '@app/telemetry';
import type { AuditFilter, AuditPage } from '@app/telemetry';
import { PeopleFinder } from '../keys/people-finder';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { exportAuditArgs, listAuditArgs, MAX_PAGE } from './audit.schemas';
import type { AuditFilterArgs, ListAuditArgs } from './audit.schemas';
import type { AuditPageView } from './audit.views';

/** `audit list|export`: what happened in a team. An export is asked for part by part. */
@Injectable()
export class AuditCommands implements OnModuleInit {
  constructor(
    private readonly commands: OperatorCommands,
    private readonly people: PeopleFinder,
    private readonly log: AuditLog,
  ) {}

  onModuleInit(): void {
    this.commands.register({ name: 'audit.list', args: listAuditArgs, run: (args) => this.list(args) });
    this.commands.register({ name: 'audit.export', args: exportAuditArgs, run: (args) => this.export(args) });
  }

  private async list({ limit, ...args }: ListAuditArgs): Promise<AuditPageView> {
    const team = await this.people.teamOrOnly(args.team);
    const filter = await this.filterOf(args);
    const { cursor } = args;
    return view(team, await inWords(this.log.page(asTeamId(team.id), filter, { limit, cursor })));
  }

  private async export(args: AuditFilterArgs): Promise<AuditPageView> {
    const team = await this.people.teamOrOnly(args.team);
    const part = { cursor: args.cursor, limit: MAX_PAGE };
    return view(team, await inWords(this.log.exportPage(asTeamId(team.id), await this.filterOf(args), part)));
  }

  private async filterOf(args: AuditFilterArgs): Promise<AuditFilter> {
    const { since, until, user, credential, client, operation, outcome, source } = args;
    return {
      ...{ since, until, outcome, source },
      userId: user === undefined ? undefined : await this.userIdOf(user),
      credentialId: credential,
      clientId: client,
      operationId: operation,
    };
  }

  /** People who have left are known by their id alone. */
  private async userIdOf(user: string): Promise<string> {
    return user.includes('@') ? (await this.people.user(user)).id : user;
  }
}

const view = (team: AuditPageView['team'], { entries, nextCursor }: AuditPage): AuditPageView => ({
  team: { id: team.id, name: team.name },
  entries,
  next_cursor: nextCursor,
});

async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof ApiException ? new OperatorError(error.message) : error;
  }
}
