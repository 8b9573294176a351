import { Injectable } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { CaseWork, RunWrites } from '@app/public-api';
import type { CaseView, HumanRequestRow, MessageRow, RunRow } from '@app/public-api';
import { RunRights } from './run-rights';
import { StepFiles } from './step-files';

/**
 * What a step may look at. Its own transcript, its own case and what it was answered belong to the run; everything
 * else takes a right that the run's user has at this moment.
 */
@Injectable()
export class StepReads {
  constructor(
    private readonly rights: RunRights,
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

  /** @throws StepFailure without `files:read` */
  async file(run: RunRow, path: string): Promise<Buffer> {
    await this.rights.require(run, ['files:read']);
    return this.files.read(run, path);
  }

  /** @throws StepFailure without `sandboxes:use` */
  async sandboxFile(run: RunRow, path: string): Promise<Buffer> {
    await this.rights.require(run, ['sandboxes:use']);
    return this.files.readSandbox(run, path);
  }

  /**
   * Whether the run may go on working, through these connections.
   * @throws StepFailure as RunRights.requireToWork
   */
  requireToWork(run: RunRow, connectionIds: readonly string[]): Promise<void> {
    return this.rights.requireToWork(run, connectionIds);
  }
}
