import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@app/database';
import type { TeamId } from '@app/database';
import { AuditWriter } from '@app/telemetry';

/** A case for which a run was started. */
export interface DispatchedCase {
  readonly teamId: TeamId;
  readonly caseId: string;
  readonly agentId: string;
  readonly runId: string;
  /** As whom the agent acts. */
  readonly userId: string;
}

/** Enters dispatched cases into the audit trail: as `start_run`, which is what the dispatcher does. */
@Injectable()
export class DispatchAudit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * Leaves an entry once the open transaction has committed; none if it rolls back.
   * @param startedAt `performance.now()` when the start of the run began
   */
  dispatched({ teamId, caseId, agentId, runId, userId }: DispatchedCase, startedAt: number): void {
    this.database.afterCommit(() =>
      this.audit.append({
        teamId,
        userId,
        credentialType: 'dispatcher',
        credentialId: 'dispatcher',
        source: 'dispatcher',
        operationId: 'start_run',
        targets: { agent_id: agentId, case_id: caseId, run_id: runId },
        status: 201,
        cost: 0,
        requestId: randomUUID(),
        ip: '',
        durationMs: Math.round(performance.now() - startedAt),
        createdAt: new Date(),
      }),
    );
  }
}
