import { Injectable } from '@nestjs/common';
import { TeamDirectory } from '@app/auth';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { CaseWork, ConnectionsService, RunWrites } from '@app/public-api';
import type { CaseView, HumanRequestRow, MessageRow, RunErrorCode, RunRow } from '@app/public-api';
import { StepFailure } from './step-failure';
import { StepFiles } from './step-files';

/** What a step may look at. Everything is read with the rights of the run's user. */
@Injectable()
export class StepReads {
  constructor(
    private readonly members: TeamDirectory,
    private readonly connections: ConnectionsService,
    private readonly transcript: RunWrites,
    private readonly cases: CaseWork,
    private readonly files: StepFiles,
  ) {}

  messages({ teamId, id }: RunRow): Promise<MessageRow[]> {
    return this.transcript.messagesAfter(asTeamId(teamId), id, 0);
  }

  lastResponse({ teamId, id }: RunRow): Promise<HumanRequestRow | undefined> {
    return this.transcript.lastResponse(asTeamId(teamId), id);
  }

  currentCase({ teamId, id }: RunRow): Promise<CaseView | undefined> {
    return this.cases.current(asTeamId(teamId), id);
  }

  file(run: RunRow, path: string): Promise<Buffer> {
    return this.files.read(run, path);
  }

  sandboxFile(run: RunRow, path: string): Promise<Buffer> {
    return this.files.readSandbox(run, path);
  }

  /**
   * @throws StepFailure with connection_forbidden if the user has left the team or lacks `use`, with
   * connection_broken if a connection does not work
   */
  async requireConnections({ teamId: id, userId }: RunRow, connectionIds: readonly string[]): Promise<void> {
    const teamId = asTeamId(id);
    const member = await this.members.member(teamId, userId);
    if (!member) throw new StepFailure('connection_forbidden', 'The user of this run has left the team.');
    try {
      await this.connections.requireUsable(teamId, { teamId, userId, role: member.role }, connectionIds);
    } catch (error) {
      throw asFailure(error);
    }
  }
}

function asFailure(error: unknown): unknown {
  if (!(error instanceof ApiException)) return error;
  const details = error.details.map(({ message }) => message).join('; ');
  return new StepFailure(error.code as RunErrorCode, details || error.message);
}
