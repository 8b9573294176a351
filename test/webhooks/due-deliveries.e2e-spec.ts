import { DueDeliveriesRepository } from '../../libs/public-api/src/webhooks/due-deliveries.repository';
import type { DueFilter } from '../../libs/public-api/src/webhooks/due-deliveries.repository';
import { createTestApp } from '../support/test-app';
import type { TestApp } from '../support/test-app';
import { clearDeliveries, emit, flood } from './support/sending';

describe('what the sender of webhooks finds', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp();
  });
  afterEach(() => clearDeliveries(test));
  afterAll(() => test.close());

  const find = (filter: Partial<DueFilter> = {}) =>
    test
      .get(DueDeliveriesRepository)
      .due({ after: undefined, lines: 100, notHosts: [], notTeams: [], perLine: 2, ...filter });
  const hostsOf = async (filter?: Partial<DueFilter>) =>
    (await find(filter)).deliveries.map(({ host }) => host).sort();
  const given = (...hosts: string[]) =>
    Promise.all(hosts.map((host) => flood(test, { url: `https://${host}/` })));
  const sqlOn = (host: string, change: string) =>
    test.database.query(`update webhook_deliveries set ${change} where host = $1`, [host]);

  it('is nothing when nothing waits', async () => {
    expect(await find()).toEqual({ deliveries: [], next: undefined });
  });

  it('is the first few of each host and team, the first of all before the second of any', async () => {
    await given('a', 'a', 'a', 'b');
    await emit(test, 'https://a/', { teamId: test.world.globex.teamId });
    const { deliveries, next } = await find();
    expect(
      deliveries
        .map(({ host }) => host)
        .slice(0, 3)
        .sort(),
    ).toEqual(['a', 'a', 'b']);
    expect(deliveries.filter(({ teamId }) => teamId === test.world.globex.teamId)).toHaveLength(1);
    expect(deliveries).toHaveLength(4);
    expect(next).toBeUndefined();
  });

  it('is the oldest of a host', async () => {
    await flood(test, { url: 'https://a/', age: '1 minute' });
    await flood(test, { url: 'https://a/', age: '1 hour' });
    const { deliveries } = await find({ perLine: 1 });
    const { rows } = await test.database.query<{ id: string }>(
      'select id from webhook_deliveries order by next_attempt_at limit 1',
    );
    expect(deliveries.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it('is not what is to come, what somebody has taken, or what has ended', async () => {
    await given('due', 'later', 'taken', 'left', 'ended');
    await sqlOn('later', "next_attempt_at = now() + interval '1 minute'");
    await sqlOn('taken', "locked_until = now() + interval '1 minute'");
    await sqlOn('left', "locked_until = now() - interval '1 minute'");
    await sqlOn('ended', "status = 'delivered'");
    expect(await hostsOf()).toEqual(['due', 'left']);
  });

  it('leaves out hosts and teams that have all their slots', async () => {
    await given('a', 'b');
    await emit(test, 'https://c/', { teamId: test.world.globex.teamId });
    expect(await hostsOf({ notHosts: ['a'] })).toEqual(['b', 'c']);
    expect(await hostsOf({ notTeams: [test.world.acme.teamId] })).toEqual(['c']);
  });

  it('goes on where it stopped', async () => {
    await given('a', 'b', 'c');
    const first = await find({ lines: 2 });
    expect(first.next).toEqual({ host: 'b', teamId: test.world.acme.teamId });
    expect(await hostsOf({ lines: 2, after: first.next })).toEqual(['c']);
    expect((await find({ lines: 2, after: first.next })).next).toBeUndefined();
  });

  it('says where to go on although the last line holds nothing that is due', async () => {
    await given('a', 'b', 'c');
    await sqlOn('b', "next_attempt_at = now() + interval '1 minute'");
    const { deliveries, next } = await find({ lines: 2 });
    expect(deliveries.map(({ host }) => host)).toEqual(['a']);
    expect(next?.host).toBe('b');
  });
});
