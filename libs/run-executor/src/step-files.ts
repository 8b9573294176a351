import { Injectable } from '@nestjs/common';
import { asTeamId } from '@app/database';
import { ApiException } from '@app/errors';
import { FileReader, RunSandboxes } from '@app/public-api';
import type { RunRow } from '@app/public-api';
import { StepFailure } from './step-failure';

const WHOLE_FILE = Number.MAX_SAFE_INTEGER;

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

const unreadable =
  (path: string) =>
  (error: unknown): never => {
    if (!(error instanceof ApiException)) throw error;
    throw new StepFailure('agent_error', `The file ${path} cannot be read: ${error.message}`);
  };
