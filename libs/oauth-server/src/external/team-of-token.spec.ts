import { teamOfToken } from './team-of-token';

const one = { teamId: 'aaaa', teamName: 'One', role: 'member' } as const;
const two = { teamId: 'bbbb', teamName: 'Two', role: 'owner' } as const;

describe('teamOfToken', () => {
  it('is the only team of a person', () => {
    expect(teamOfToken([one], [], undefined)).toEqual({ membership: one });
  });

  it('is the team that the token names, in any case', () => {
    expect(teamOfToken([one, two], ['BBBB'], 'team')).toEqual({ membership: two });
    expect(teamOfToken([one, two], ['cccc', 'aaaa'], 'team')).toEqual({ membership: one });
  });

  it.each([
    ['of a person in none', [], [], 'team', 'You are in no team'],
    ['of a person in none, whatever is named', [], ['aaaa'], 'team', 'You are in no team'],
    ['that the person is not in', [one], ['bbbb'], 'team', 'names a team that you are not in'],
    ['of a person in several', [one, two], [], 'team', 'put into the claim "team"'],
    ['of several that are named', [one, two], ['aaaa', 'bbbb'], 'team', 'You are in several teams'],
  ])('is none %s', (_what, memberships, named, claim, words) => {
    expect(teamOfToken(memberships, named, claim)).toEqual({ problem: expect.stringContaining(words) });
  });

  it('speaks of no claim where none is set', () => {
    const choice = teamOfToken([one, two], [], undefined);
    expect('problem' in choice && choice.problem).not.toContain('claim');
  });
});
