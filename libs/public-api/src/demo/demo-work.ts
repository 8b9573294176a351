import { Injectable } from '@nestjs/common';
import { Clock } from '@app/auth';
import type { Role } from '@app/auth';
import { RunSandboxes } from '../sandboxes';
import { demoId } from './demo-id';
import { DEMO_TEAM, demoUserId } from './demo-people';
import { DEMO_CASES, DEMO_LABELS, DEMO_QUEUES } from './demo-queues';
import type { DemoCase } from './demo-queues';
import { DEMO_RUNS } from './demo-runs';
import type { DemoRun } from './demo-runs';
import { DemoWorkRepository } from './demo-work.repository';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How long the demo runs took, in milliseconds. */
const DURATION = 4000;
const DEFAULT_MAX_DURATION_SECONDS = 3600;

const { id: teamId } = DEMO_TEAM;

/** The work of the demo team: queues with cases, runs in every state, sandboxes. */
@Injectable()
export class DemoWork {
  constructor(
    private readonly clock: Clock,
    private readonly demo: DemoWorkRepository,
    private readonly sandboxes: RunSandboxes,
  ) {}

  /** Runs in the transaction of the seeder, after people and agents. */
  async write(): Promise<void> {
    const now = this.clock.now();
    await this.queues(now - 20 * DAY);
    for (const [index, run] of DEMO_RUNS.entries()) await this.run(run, now - DAY + index * HOUR);
    for (const [index, row] of DEMO_CASES.entries())
      await this.case(row, now - 2 * DAY + index * MINUTE, now);
    await this.sandbox('Invoice scratch', 'member', now, now + DAY);
    await this.sandbox('Old experiment', 'builder', now - 2 * DAY, now - DAY);
    await this.sandboxFiles();
  }

  private async queues(created: number): Promise<void> {
    for (const [index, queue] of DEMO_QUEUES.entries()) {
      const at = new Date(created + index * HOUR);
      await this.demo.insertQueue(teamId, { ...queue, createdAt: at, updatedAt: at });
    }
    await this.demo.insertLabels(teamId, DEMO_LABELS);
  }

  private async run({ name: _, caseName, messages, request, ...run }: DemoRun, at: number): Promise<void> {
    const started = new Date(at);
    const last = new Date(at + DURATION);
    const isWaiting = run.status === 'waiting';
    const found = DEMO_CASES.find(({ id }) => id === (caseName && demoId('case', caseName)));
    await this.demo.insertRun(
      teamId,
      {
        ...run,
        source: 'api',
        caseId: found?.id ?? null,
        queueId: found?.queueId ?? null,
        messageCount: messages.length,
        maxDurationSeconds: DEFAULT_MAX_DURATION_SECONDS,
        activeMs: DURATION,
        createdAt: started,
        startedAt: started,
        completedAt: isWaiting ? null : last,
        updatedAt: last,
      },
      messages.map((message, index) => ({
        ...message,
        runId: run.id,
        sequence: index + 1,
        createdAt: new Date(at + (index * DURATION) / messages.length),
      })),
    );
    if (request)
      await this.demo.insertHumanRequest(teamId, {
        ...request,
        runId: run.id,
        questions: [...request.questions],
        createdAt: last,
      });
  }

  private async case(
    { labelIds, run, postponedDays, ...row }: DemoCase,
    at: number,
    now: number,
  ): Promise<void> {
    const created = new Date(at);
    const worked = DEMO_RUNS.findIndex(({ name }) => name === run);
    const closed = new Date(now - DAY + worked * HOUR + DURATION);
    const isClosed = row.status === 'completed' || row.status === 'failed';
    const isClaimed = row.status === 'needs_input';
    const runId = DEMO_RUNS[worked]?.id ?? null;
    await this.demo.insertCase(
      teamId,
      {
        ...row,
        claimedByRunId: isClaimed ? runId : null,
        claimedAt: isClaimed ? new Date(closed.getTime() - DURATION) : null,
        postponedTo: postponedDays ? new Date(now + postponedDays * DAY) : null,
        attempts: runId ? 1 : 0,
        createdByType: 'user',
        createdById: demoUserId('manager'),
        createdAt: created,
        updatedAt: runId ? closed : created,
        completedAt: isClosed ? (runId ? closed : created) : null,
      },
      labelIds,
    );
    await this.demo.insertCaseEvents(teamId, eventsOf(row, { runId, created, closed }));
  }

  private async sandbox(name: string, user: Role, from: number, until: number): Promise<void> {
    await this.demo.insertSandbox(teamId, {
      id: demoId('sandbox', name),
      name,
      createdBy: demoUserId(user),
      createdAt: new Date(from),
      expiresAt: new Date(until),
    });
  }

  private async sandboxFiles(): Promise<void> {
    const id = demoId('sandbox', 'Invoice scratch');
    const put = (path: string, text: string) => this.sandboxes.write(teamId, id, path, Buffer.from(text));
    await put('/workspace/notes.txt', 'Compare the totals of INV-1003 and INV-1006.\n');
    await put('/workspace/data/totals.csv', 'invoice,total\nINV-1003,4200\nINV-1006,1840\n');
  }
}

interface CaseHistory {
  readonly runId: string | null;
  readonly created: Date;
  readonly closed: Date;
}

/** What happened to a case so far, as the state it is in tells. */
function eventsOf(
  { id: caseId, status, held }: Pick<DemoCase, 'id' | 'status' | 'held'>,
  history: CaseHistory,
) {
  const { runId, created, closed } = history;
  const manager = { actorType: 'user', actorId: demoUserId('manager') } as const;
  const byRun = { actorType: 'run', actorId: runId } as const;
  const events = [{ caseId, type: 'created' as const, ...manager, note: null, createdAt: created }];
  const add = (type: 'claimed' | 'completed' | 'failed' | 'human_request_created') => ({
    caseId,
    type,
    ...byRun,
    note: null,
    createdAt: type === 'claimed' ? new Date(closed.getTime() - DURATION) : closed,
  });
  const later = (type: 'released' | 'postponed' | 'status_set') => ({
    caseId,
    type,
    ...manager,
    note: null,
    createdAt: created,
  });
  if (status === 'completed')
    return [...events, ...(runId ? [add('claimed'), add('completed')] : [later('status_set')])];
  if (status === 'failed') return [...events, add('claimed'), add('failed')];
  if (status === 'needs_input') return [...events, add('claimed'), add('human_request_created')];
  if (status === 'postponed') return [...events, later('postponed')];
  return held ? [...events, later('released')] : events;
}
