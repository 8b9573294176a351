import { asTeamId } from '@app/database';
import { ReferenceCheckers, UsageMeters } from './index';

const teamId = asTeamId('team');

describe('ReferenceCheckers', () => {
  it('asks the checker of the kind', async () => {
    const checkers = new ReferenceCheckers();
    checkers.register('files', { existing: async (_, paths) => new Set(paths.slice(0, 1)) });
    expect(await checkers.existing('files', teamId, ['a', 'b'])).toEqual(new Set(['a']));
    expect(await checkers.existing('skills', teamId, ['a'])).toEqual(new Set());
  });

  it('asks nobody about nothing', async () => {
    const checkers = new ReferenceCheckers();
    const existing = jest.fn();
    checkers.register('files', { existing });
    expect(await checkers.existing('files', teamId, [])).toEqual(new Set());
    expect(existing).not.toHaveBeenCalled();
  });
});

describe('UsageMeters', () => {
  it('reads the meter, and nothing where there is none', async () => {
    const meters = new UsageMeters();
    meters.register('storage', async (scope) => (scope.teamId === teamId ? 12 : 0));
    expect(await meters.used('storage', { teamId, userId: 'user' })).toBe(12);
    expect(await meters.used('runs', { teamId, userId: 'user' })).toBe(0);
  });
});
