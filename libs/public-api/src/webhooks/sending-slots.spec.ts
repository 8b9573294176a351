import fc from 'fast-check';
import { SendingSlots } from './sending-slots';

const LIMITS = { perHost: 2, perTeam: 3, total: 5 };
const delivery = (host: string, teamId = 'team', id = host) => ({ id, host, teamId });
const hosts = (found: readonly { host: string }[]) => found.map(({ host }) => host);

describe('SendingSlots', () => {
  it('chooses at most two of a host', () => {
    const slots = new SendingSlots(LIMITS);
    expect(hosts(slots.choose([delivery('a'), delivery('a'), delivery('a'), delivery('b')]))).toEqual([
      'a',
      'a',
      'b',
    ]);
  });

  it('chooses no more of a team than its share, whatever its hosts', () => {
    const slots = new SendingSlots(LIMITS);
    const many = ['a', 'b', 'c', 'd', 'e'].map((host) => delivery(host, 'greedy'));
    expect(hosts(slots.choose([...many, delivery('z', 'other')]))).toEqual(['a', 'b', 'c', 'z']);
  });

  it('counts what is being sent already', () => {
    const slots = new SendingSlots(LIMITS);
    slots.take(delivery('a'));
    slots.take(delivery('a'));
    expect(slots.fullHosts).toEqual(['a']);
    expect(slots.fullTeams).toEqual([]);
    expect(hosts(slots.choose([delivery('a'), delivery('b'), delivery('c')]))).toEqual(['b']);
    slots.take(delivery('b'));
    expect(slots.fullTeams).toEqual(['team']);
  });

  it('takes nothing by choosing', () => {
    const slots = new SendingSlots(LIMITS);
    slots.choose([delivery('a')]);
    expect(slots.free).toBe(5);
  });

  it('has its slots back when everything has ended, and never chooses beyond a limit', () => {
    const any = fc.record({
      id: fc.uuid(),
      host: fc.constantFrom('a', 'b', 'c', 'd'),
      teamId: fc.constantFrom('x', 'y', 'z'),
    });
    fc.assert(
      fc.property(fc.array(fc.array(any)), (rounds) => {
        const slots = new SendingSlots(LIMITS);
        for (const round of rounds) {
          const chosen = slots.choose(round);
          expect(chosen.length).toBeLessThanOrEqual(LIMITS.total);
          for (const host of ['a', 'b', 'c', 'd'])
            expect(hosts(chosen).filter((other) => other === host).length).toBeLessThanOrEqual(2);
          chosen.forEach((one) => slots.take(one));
          chosen.forEach((one) => slots.giveBack(one));
        }
        expect([slots.free, slots.fullHosts, slots.fullTeams]).toEqual([5, [], []]);
      }),
    );
  });
});
