import { Clock } from '@app/auth';
import { asTeamId } from '@app/database';
import type { LimitRulesAdmin } from '../rules/limit-rules-admin.service';
import { LimitPreviewer, MAX_PREVIEWED_CALLS } from './limit-preview.service';
import type { LimitedCallsRepository } from './limited-calls.repository';

type Call = Awaited<ReturnType<LimitedCallsRepository['newest']>>[number];

const NOW = Date.UTC(2030, 0, 1);
const teamId = asTeamId('team');
class StoppedClock extends Clock {
  override now(): number {
    return NOW;
  }
}

/** A trail with a call every so many milliseconds, as far back as it is asked. */
function previewer(count: number, everyMs: number, change: (n: number) => Partial<Call> = () => ({})) {
  const newest: LimitedCallsRepository['newest'] = (async (
    _teamId: unknown,
    { from }: { from: Date },
    limit: number,
    before?: { id: number },
  ) => {
    const rows: Call[] = [];
    for (let n = before ? count - before.id + 1 : 0; n < count && rows.length < limit; n += 1) {
      const createdAt = new Date(NOW - 1 - n * everyMs);
      if (createdAt < from) break;
      rows.push({
        id: count - n,
        createdAt,
        credentialType: 'api_key',
        credentialId: `key-${n % 50}`,
        clientId: null,
        userId: 'user',
        role: 'member',
        cost: 1,
        refusedBucket: null,
        refusedRuleId: null,
        ...change(n),
      });
    }
    return rows;
  }) as never;
  const rules = { list: async () => [], requireSubject: async () => undefined } as Partial<LimitRulesAdmin>;
  return new LimitPreviewer({ newest } as never, rules as never, new StoppedClock());
}

const TEAM_RULE = {
  subject: 'team',
  subjectId: 'team',
  bucket: 'api',
  limit: 10,
  windowSeconds: 60,
} as const;

describe('LimitPreviewer', () => {
  it('counts the last hour, and knows what was used before it', async () => {
    // One call a minute; a limit of 1 per 2 minutes refuses every second one, also the first of the hour.
    const preview = await previewer(1000, 60_000).preview(teamId, {
      ...TEAM_RULE,
      limit: 1,
      windowSeconds: 86_400,
    });
    expect(preview).toMatchObject({ calls: 60, wouldRefuse: 60, complete: true });
    expect(preview.until.getTime() - preview.since.getTime()).toBe(3_600_000);
  });

  it('looks at a bounded number of calls, the newest, and says so', async () => {
    const preview = await previewer(MAX_PREVIEWED_CALLS + 5_000, 1).preview(teamId, TEAM_RULE);
    expect(preview).toMatchObject({ calls: MAX_PREVIEWED_CALLS, complete: false });
  });

  it('lets others run after every few hundred calls, when it reads and when it counts', async () => {
    let turns = 0;
    let timer = setImmediate(function turn() {
      turns += 1;
      timer = setImmediate(turn);
    });
    await previewer(MAX_PREVIEWED_CALLS, 30).preview(teamId, { ...TEAM_RULE, limit: 3000 });
    clearImmediate(timer);
    expect(turns).toBeGreaterThanOrEqual((2 * MAX_PREVIEWED_CALLS) / 500 - 2);
  });

  it('counts a dear call as what it costs', async () => {
    const preview = await previewer(4, 1000, () => ({ cost: 5 })).preview(teamId, TEAM_RULE);
    expect(preview).toMatchObject({ calls: 4, wouldRefuse: 2 });
  });

  it('leaves out calls that another limit refused', async () => {
    const refusedEverySecond = (n: number) => (n % 2 ? { refusedBucket: 'api' } : {});
    const preview = await previewer(20, 1000, refusedEverySecond).preview(teamId, TEAM_RULE);
    expect(preview).toMatchObject({ calls: 10, wouldRefuse: 0, refused: 0 });
    const byTeam = (n: number) => (n % 2 ? { refusedBucket: 'api_team' } : {});
    expect(await previewer(20, 1000, byTeam).preview(teamId, TEAM_RULE)).toMatchObject({
      calls: 20,
      wouldRefuse: 10,
      refused: 10,
    });
  });
});
