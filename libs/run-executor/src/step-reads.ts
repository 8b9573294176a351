import { Injectable } from '@nestjs/common';
import { TeamDirectory } from '@app/auth';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { CaseWork, ConnectionsService, FileReader, RunSandboxes, RunWrites } from '@app/public-api';
import type { CaseView, HumanRequestRow, MessageRow, RunErrorCode, RunRow } from '@app/public-api';
import { StepFailure } from './step-failure';

const WHOLE_FILE = Number.MAX_SAFE_INTEGER;

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
    if (!member)
      throw new StepFailure('connection_forbidden', 'The user of this run has left the team.');
    try {
      await this.connections.requireUsable(teamId, { teamId, userId, role: member.role }, connectionIds);
    } catch (error) {
      throw asFailure(error);
    }
  }
}

/** Files of the team and of the run's sandbox. */
@Injectable()
export class StepFiles {
  constructor(
    private readonly files: FileReader,
    private readonly sandboxes: RunSandboxes,
  ) {}

  async read({ teamId }: RunRow, path: string): Promise<Buffer> {
    const request = { encoding: 'base64', offset: 0, maxBytes: WHOLE_FILE } as const;
    const slice = await this.files.read(asTeamId(teamId), path, request).catch(unreadable(path));
    return Buffer.from(slice.content, 'base64');
  }

  async readSandbox({ teamId, sandboxId }: RunRow, path: string): Promise<Buffer> {
    if (!sandboxId) throw new StepFailure('agent_error', 'The run has no sandbox.');
    return this.sandboxes.read(asTeamId(teamId), sandboxId, path).catch(unreadable(path));
  }
}

const unreadable = (path: string) => (error: unknown): never => {
  if (!(error instanceof ApiException)) throw error;
  throw new StepFailure('agent_error', `The file ${path} cannot be read: ${error.message}`);
};

function asFailure(error: unknown): unknown {
  if (!(error instanceof ApiException)) return error;
  const details = error.details.map(({ message }) => message).join('; ');
  return new StepFailure(error.code as RunErrorCode, details || error.message);
}
