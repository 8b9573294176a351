import { Injectable } from '@nestjs/common';
import { ApiKeysService, Clock } from '@app/auth';
import type { Credential, Role } from '@app/auth';
import type { TeamId } from '@app/database';
import type { LimitSubject } from '../limit-subject';
import { LimitExplanation } from './limit-explanation.service';
import type { ExplainedLimit } from './limit-explanation.service';
import { LimitedCallsRepository } from './limited-calls.repository';
import type { Span } from './limited-calls.repository';
import { slicesOf } from './slices';
import { UsageTally } from './usage-tally';
import type { CredentialUse, OperationUse } from './usage-tally';

const HOUR_MS = 3_600_000;
const SLICE_SECONDS = 120;
/** How long the trail may be read, in milliseconds. */
const MAX_READING_MS = 10_000;
const TOP_OPERATIONS = 10;
const NO_CALLS = { calls: 0, refused: 0, shadowRefused: 0, durations: null };

/** How a limit is used now, and how often it refused in the last hour. */
export interface BucketUse extends ExplainedLimit {
  /** `null` where `remaining` is. */
  readonly used: number | null;
  readonly refused: number;
}

export interface CredentialUsage extends CredentialUse {
  /** Name and prefix of an API key. */
  readonly name: string | null;
  readonly keyPrefix: string | null;
  readonly buckets: readonly BucketUse[];
}

export interface TeamUsage {
  readonly since: Date;
  readonly until: Date;
  /** A page of those that called in the last hour, the busiest first. */
  readonly credentials: readonly CredentialUsage[];
  readonly total: number;
  /** What counts over all of the team. */
  readonly team: readonly BucketUse[];
  readonly topOperations: readonly OperationUse[];
  readonly shadowRefusals: readonly { readonly ruleId: string; readonly calls: number }[];
  /** `false`: reading took too long, so the oldest calls are missing. */
  readonly complete: boolean;
}

export interface SeriesPoint {
  readonly at: Date;
  readonly calls: number;
  readonly refused: number;
  readonly shadowRefused: number;
  /** Median, 95th and 99th percentile of the calls that were not refused, in milliseconds; `null`: there were none. */
  readonly durations: readonly [p50: number, p95: number, p99: number] | null;
}

export interface SeriesRequest {
  readonly seconds: number;
  readonly stepSeconds: number;
  readonly credentialId?: string | undefined;
  readonly operationId?: string | undefined;
}

/** How a team uses its limits: the counters as they stand now, and the last hour from the audit trail. */
@Injectable()
export class LimitUsage {
  constructor(
    private readonly calls: LimitedCallsRepository,
    private readonly explanation: LimitExplanation,
    private readonly apiKeys: ApiKeysService,
    private readonly clock: Clock,
  ) {}

  async usage(teamId: TeamId, page: { readonly limit: number; readonly offset: number }): Promise<TeamUsage> {
    const until = new Date(this.clock.now() + 1);
    const since = new Date(until.getTime() - HOUR_MS);
    const tally = new UsageTally();
    const complete = await this.inSlices({ from: since, to: until }, SLICE_SECONDS, async (span) => {
      tally.addCalls(await this.calls.byCredential(teamId, span));
      tally.addShadowRefusals(await this.calls.shadowRefusals(teamId, span));
    });
    const all = tally.credentials();
    const shown = all.slice(page.offset, page.offset + page.limit);
    const [team = [], ...limits] = await this.explanation.explain([
      { teamId },
      ...shown.map((use) => subjectOf(teamId, use)),
    ]);
    const keys = new Map((await this.apiKeys.list(teamId)).map((key) => [key.id, key]));
    const credentials = shown.map((use, index) => ({
      ...use,
      name: keys.get(use.credentialId)?.name ?? null,
      keyPrefix: keys.get(use.credentialId)?.prefix ?? null,
      buckets: (limits[index] ?? [])
        .filter(({ scope }) => scope !== 'team')
        .map((limit) => useOf(limit, use.refused)),
    }));
    return {
      since,
      until,
      credentials,
      total: all.length,
      team: team.filter(({ scope }) => scope === 'team').map((limit) => useOf(limit, tally.refused)),
      topOperations: tally.operations().slice(0, TOP_OPERATIONS),
      shadowRefusals: tally.shadowRefusals(),
      complete,
    };
  }

  /** @returns calls and refusals over time, every step present, the oldest first */
  async series(
    teamId: TeamId,
    { seconds, stepSeconds, ...only }: SeriesRequest,
  ): Promise<{ points: SeriesPoint[]; complete: boolean }> {
    const now = this.clock.now() / 1000;
    const last = Math.floor(now / stepSeconds) * stepSeconds;
    const steps = Math.ceil(seconds / stepSeconds);
    const first = last - (steps - 1) * stepSeconds;
    const found = new Map<number, Omit<SeriesPoint, 'at'>>();
    const span = { from: new Date(first * 1000), to: new Date((last + stepSeconds) * 1000) };
    // Whole steps a slice, so that no step is cut in two.
    const slice = Math.max(stepSeconds, Math.floor(SLICE_SECONDS / stepSeconds) * stepSeconds);
    const complete = await this.inSlices(span, slice, async (part) => {
      for (const { at, ...counts } of await this.calls.series(teamId, part, stepSeconds, only)) {
        found.set(Math.round(at), counts);
      }
    });
    const points = Array.from({ length: steps }, (_, index) => {
      const at = first + index * stepSeconds;
      return { at: new Date(at * 1000), ...(found.get(at) ?? NO_CALLS) };
    });
    return { points, complete };
  }

  private async inSlices(span: Span, seconds: number, read: (span: Span) => Promise<void>): Promise<boolean> {
    const begin = performance.now();
    for (const slice of slicesOf(span, seconds)) {
      if (performance.now() - begin > MAX_READING_MS) return false;
      await read(slice);
    }
    return true;
  }
}

function useOf(limit: ExplainedLimit, refused: Readonly<Record<string, number>>): BucketUse {
  const used = limit.remaining === null ? null : limit.limit - limit.remaining;
  return { ...limit, used, refused: limit.shadow ? 0 : (refused[limit.bucket] ?? 0) };
}

function subjectOf(teamId: TeamId, use: CredentialUse): LimitSubject {
  return {
    teamId,
    ...(use.userId !== null && { userId: use.userId }),
    ...(use.role !== null && { role: use.role satisfies Role }),
    credential: {
      type: use.credentialType as Credential['type'],
      id: use.credentialId,
      ...(use.clientId !== null && { clientId: use.clientId }),
    },
  };
}
