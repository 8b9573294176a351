import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { asTeamId } from '@app/database';
import type { TeamId } from '@app/database';
import { Executor, RunDriver } from '@app/run-executor';
import type { StepContext } from '@app/run-executor';
import { RunSteps } from '@app/public-api';
import type { HeldRun } from '@app/public-api';
import { StepRunner } from '../../../libs/run-executor/src/step-runner';
import { StepWriter } from '../../../libs/run-executor/src/step-writer';
import type { RestReply } from '../../support/rest-client';
import type { TestApp } from '../../support/test-app';
import { AUTO_CONCURRENCY } from './model';
import type { AgentName } from './model';

/** Leases never end by themselves here; a command says when a worker is held to be dead. */
export const LEASE_MS = 600_000;
export const LIVE_LIMIT = 5;

/** The product, seen by one fresh team. */
export class ModelWorld {
  readonly held = new Map<string, HeldRun>();
  private step: (context: StepContext) => Promise<void> = () => Promise.resolve();

  private constructor(
    readonly app: TestApp,
    readonly teamId: TeamId,
    private readonly key: string,
    readonly queueId: string,
    readonly agents: ReadonlyMap<AgentName, string>,
  ) {
    app.get(Executor).step = (context) => this.step(context);
  }

  static async open(app: TestApp): Promise<ModelWorld> {
    const teamId = asTeamId(randomUUID());
    const userId = app.world.globex.ownerId;
    const { handle } = app.database;
    await handle.execute(sql`insert into teams (id, name) values (${teamId}, 'Modelled')`);
    await handle.execute(
      sql`insert into members (team_id, user_id, role) values (${teamId}, ${userId}, 'owner')`,
    );
    const key = await app.world.newKey(teamId, userId);
    const post = async (path: string, body: object): Promise<any> =>
      (await app.rest('POST', path, { key, body })).body;
    const { queue } = await post('/v1/queues', { name: 'Work' });
    const agents = new Map<AgentName, string>();
    const consumed = (auto_start: boolean) => [
      { queue_id: queue.id, auto_start, concurrency: AUTO_CONCURRENCY },
    ];
    for (const [name, config] of [
      ['Worker', { consumes: consumed(false), produces: [queue.id] }],
      ['Auto', { consumes: consumed(true), produces: [queue.id] }],
      ['Plain', { allow_human_requests: false }],
    ] as const) {
      const body = { name, config: { instructions: 'Work.', ...config }, promote: true };
      agents.set(name, (await post('/v1/agents', body)).agent.id);
    }
    return new ModelWorld(app, teamId, key, queue.id, agents);
  }

  call(method: string, path: string, body?: unknown): Promise<RestReply> {
    return this.app.rest(method, path, { key: this.key, body });
  }

  async rows<Row = any>(query: SQL): Promise<Row[]> {
    const result = await this.app.database.handle.execute(query);
    return (result as any).rows;
  }

  /** What a worker does that takes the run's job, executes one step and is asked to stop then. */
  async drive(runId: string, deed: (context: StepContext) => Promise<void>): Promise<void> {
    await this.consumeJob(runId);
    const stop = new AbortController();
    let steps = 0;
    this.step = async (context) => {
      steps += 1;
      if (steps === 1) return deed(context);
      stop.abort();
      throw stop.signal.reason;
    };
    await this.app.get(RunDriver).drive(this.teamId, runId, stop.signal);
  }

  /** A worker that takes the run and dies: at once, or after its preparations. */
  async takeAndDie(runId: string, isPrepared: boolean): Promise<string | undefined> {
    await this.consumeJob(runId);
    const taken = await this.app.get(RunSteps).take(this.teamId, runId, LEASE_MS);
    if (!taken) return undefined;
    const held = isPrepared ? (await this.app.get(StepRunner).prepare(taken))?.held : taken;
    this.held.set(taken.leaseId, held!);
    return taken.leaseId;
  }

  /** A worker whose connection breaks when all writes of a step are made and none is committed. */
  async dieInCommit(runId: string, deed: (context: StepContext) => Promise<void>): Promise<void> {
    const writer = this.app.get(StepWriter);
    const apply = writer.apply.bind(writer);
    writer.apply = async (...args) => {
      await apply(...args);
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    };
    try {
      await expect(this.drive(runId, deed)).rejects.toThrow('ECONNRESET');
    } finally {
      writer.apply = apply;
    }
  }

  /** Nothing of this team is looked at by the sweeps for later ones. */
  async close(): Promise<void> {
    const { handle } = this.app.database;
    await handle.execute(
      sql`update runs set status = 'interrupted', lease_id = null where team_id = ${this.teamId}`,
    );
    await handle.execute(sql`update human_requests set status = 'cancelled' where team_id = ${this.teamId}`);
    await handle.execute(sql`update cases set held = true where team_id = ${this.teamId}`);
  }

  private async consumeJob(runId: string): Promise<void> {
    await this.rows(sql`delete from pgboss.job where singleton_key = ${runId}`);
  }
}
