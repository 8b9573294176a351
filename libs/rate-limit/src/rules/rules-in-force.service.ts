import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { asTeamId, Database } from '@app/database';
import type { TeamId } from '@app/database';
import { PubSub } from '@app/pubsub';
import { ActiveRulesRepository } from './active-rules.repository';
import type { TeamRules } from './active-rules.repository';
import { RuleSet } from './rule-set';

const TOPIC = 'config:ratelimit';
/** The net under the messages: how often the versions are looked at, in milliseconds. */
const POLL_MS = 5_000;
/** How far back a poll looks, in seconds. After a pause longer than that everything is read again. */
const LOOK_BACK_SECONDS = 60;
const TEAM_ID = /^[0-9a-f-]{36}$/;
const NONE = new RuleSet([]);

interface Known {
  readonly version: number;
  readonly rules: RuleSet;
}

/**
 * The rules of all teams as they are in force now, in memory, because every call asks. A change reaches the other
 * replicas by message, within milliseconds; one whose message was lost within the poll's 5 seconds.
 */
@Injectable()
export class RulesInForce implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('RateLimit');
  private readonly teams = new Map<TeamId, Known>();
  private timer: NodeJS.Timeout | undefined;
  private readAt = -Infinity;
  private closed = false;

  constructor(
    private readonly repository: ActiveRulesRepository,
    private readonly database: Database,
    private readonly replicas: PubSub,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.readAll();
    this.replicas.listen(TOPIC, {
      message: (text) => {
        if (TEAM_ID.test(text)) this.inBackground(() => this.read([asTeamId(text)]));
      },
      subscribed: () => this.inBackground(() => this.readAll()),
    });
    this.schedule();
  }

  onApplicationShutdown(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  /** @returns the rules of the team; empty for most */
  of(teamId: TeamId): RuleSet {
    return this.teams.get(teamId)?.rules ?? NONE;
  }

  /**
   * Puts a change in force here and tells the other replicas, once the open transaction has committed.
   * Call it where the change is written.
   */
  changed(teamId: TeamId): void {
    this.database.afterCommit(() => {
      this.inBackground(() => this.read([teamId]));
      this.replicas.publish(TOPIC, teamId);
    });
  }

  /** Reads the rules of teams whose rules changed; resolves when they are in force. */
  async read(teamIds: readonly TeamId[]): Promise<void> {
    this.keep(await this.repository.load(teamIds));
  }

  private async readAll(): Promise<void> {
    const begin = performance.now();
    this.keep(await this.repository.load());
    this.readAt = begin;
  }

  private keep(loaded: readonly TeamRules[]): void {
    for (const { teamId, version, rules } of loaded) {
      // Two reads may overtake one another.
      if ((this.teams.get(teamId)?.version ?? 0) > version) continue;
      this.teams.set(teamId, { version, rules: new RuleSet(rules) });
    }
  }

  private async poll(): Promise<void> {
    const begin = performance.now();
    if (begin - this.readAt > (LOOK_BACK_SECONDS - 2 * (POLL_MS / 1000)) * 1000) return this.readAll();
    const changed = (await this.repository.changedWithin(LOOK_BACK_SECONDS)).filter(
      ({ teamId, version }) => this.teams.get(teamId)?.version !== version,
    );
    if (changed.length > 0) await this.read(changed.map(({ teamId }) => teamId));
    this.readAt = begin;
  }

  private schedule(): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      this.inBackground(() => this.poll());
      this.schedule();
    }, POLL_MS).unref();
  }

  /** What was in force stays in force while the database is away; the poll tries again. */
  private inBackground(work: () => Promise<void>): void {
    if (this.closed) return;
    this.database
      .detached(work)
      .catch((error: unknown) =>
        this.logger.warn(`Rules could not be read; the known ones hold: ${String(error)}`),
      );
  }
}
