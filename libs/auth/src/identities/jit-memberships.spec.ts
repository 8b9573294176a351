import { jitMemberships } from './jit-memberships';

const rule = (value: string | null, teamId: string, role: 'viewer' | 'member' | 'admin') => ({
  value,
  teamId,
  role,
});

describe('jitMemberships', () => {
  it('is empty without rules, and where none fits', () => {
    expect(jitMemberships([], ['a'])).toEqual([]);
    expect(jitMemberships([rule('a', 't', 'member')], [])).toEqual([]);
    expect(jitMemberships([rule('a', 't', 'member')], ['A', 'a ', 'aa'])).toEqual([]);
  });

  it('has a rule for everybody', () => {
    expect(jitMemberships([rule(null, 't', 'member')], [])).toEqual([{ teamId: 't', role: 'member' }]);
  });

  it('has every team of the rules that fit', () => {
    const rules = [rule('a', 'one', 'member'), rule('b', 'two', 'viewer'), rule('c', 'three', 'admin')];
    expect(jitMemberships(rules, ['b', 'a'])).toEqual([
      { teamId: 'one', role: 'member' },
      { teamId: 'two', role: 'viewer' },
    ]);
  });

  it('has the strongest role of a team, in whichever order the rules stand', () => {
    const rules = [rule(null, 't', 'viewer'), rule('a', 't', 'admin'), rule('b', 't', 'member')];
    expect(jitMemberships(rules, ['a', 'b'])).toEqual([{ teamId: 't', role: 'admin' }]);
    expect(jitMemberships([...rules].reverse(), ['a', 'b'])).toEqual([{ teamId: 't', role: 'admin' }]);
    expect(jitMemberships(rules, [])).toEqual([{ teamId: 't', role: 'viewer' }]);
  });
});
