import { randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { AuditRecords } from '@app/telemetry';
import type { AuditEntry } from '@app/telemetry';
import type { CommandDone, CommandWrite } from '../operator-command';
import { OperatorCommands } from '../operator-commands.service';

/** Enters into the audit trail of a team what the operator has done in it. */
@Injectable()
export class OperatorAudit implements OnModuleInit {
  private readonly logger = new Logger(OperatorAudit.name);

  constructor(
    private readonly commands: OperatorCommands,
    private readonly records: AuditRecords,
  ) {}

  onModuleInit(): void {
    this.commands.recordWith((done) => this.record(done));
  }

  /** What was done is done, and its result may be a secret that is shown once: it is given out all the same. */
  private async record(done: CommandDone): Promise<void> {
    try {
      await this.records.write(done.writes.map((write) => entryOf(done, write)));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.logger.warn(`${done.name} was carried out, but is not in the audit trail: ${why}`);
    }
  }
}

function entryOf({ name, duration }: CommandDone, { teamId, targets }: CommandWrite): AuditEntry {
  return {
    teamId,
    userId: null,
    credentialType: 'operator',
    credentialId: 'operator',
    source: 'dashboard',
    operationId: name,
    targets,
    status: 200,
    cost: 0,
    requestId: randomUUID(),
    ip: '',
    durationMs: Math.round(duration),
    createdAt: new Date(),
  };
}
