import { Injectable } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { CaseWork, ConnectionCredentials, RunWrites } from '@app/public-api';
import type { CaseView, Credentials, HumanRequestRow, MessageRow, RunRow } from '@app/public-api';
import { UnreadableSecretError } from '@app/secrets';
import { RunRights } from './run-rights';
import { StepFiles } from './step-files';
import { StepFailure } from './step-failure';

/** Messages of a page at most: a run can have thousands, each of many characters. */
const MAX_PAGE = 100;

/** Which messages of a transcript. */
export interface MessagePage {
  /** Sequence of the message before the first one of the page. @default 0 */
  readonly after?: number | undefined;
  /** How many at most, up to 100. @default 100 */
  readonly limit?: number | undefined;
}

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
    private readonly connections: ConnectionCredentials,
  ) {}

  async messages(
    { teamId, id }: RunRow,
    { after = 0, limit = MAX_PAGE }: MessagePage,
  ): Promise<MessageRow[]> {
    if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE)
      throw new RangeError(`A page has 1 to ${MAX_PAGE} messages.`);
    return this.transcript.messagesAfter(asTeamId(teamId), id, { after, limit });
  }

  lastUserText({ teamId, id }: RunRow): Promise<string | null> {
    return this.transcript.lastUserText(asTeamId(teamId), id);
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

  /** @throws StepFailure as RunRights.requireToWork, and connection_broken if they cannot be decrypted */
  async credentials(run: RunRow, connectionId: string): Promise<Credentials | undefined> {
    await this.rights.requireToWork(run, [connectionId]);
    try {
      return await this.connections.read(asTeamId(run.teamId), connectionId);
    } catch (error) {
      if (!(error instanceof UnreadableSecretError)) throw error;
      throw new StepFailure('connection_broken', `The credentials of ${connectionId} cannot be decrypted.`);
    }
  }
}
