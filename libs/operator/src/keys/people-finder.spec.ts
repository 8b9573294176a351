import type { Membership, User, UserDirectory } from '@app/auth';
import { PeopleFinder } from './people-finder';

const USER: User = { id: 'u1', name: 'Mia', email: 'mia@acme.test', disabledAt: null };
const ACME = { teamId: '00000000-0000-4000-8000-00000000000a', teamName: 'Acme', role: 'member' } as const;
const GLOBEX = {
  teamId: '00000000-0000-4000-8000-00000000000b',
  teamName: 'Globex',
  role: 'viewer',
} as const;
const SECOND_ACME = {
  teamId: '00000000-0000-4000-8000-00000000000c',
  teamName: 'ACME',
  role: 'viewer',
} as const;

const finder = (...memberships: Membership[]): PeopleFinder =>
  new PeopleFinder({
    byEmail: (email: string) => Promise.resolve(email === USER.email ? USER : undefined),
    memberships: () => Promise.resolve(memberships),
    teams: () => Promise.resolve(memberships.map(({ teamId, teamName }) => ({ id: teamId, name: teamName }))),
  } as unknown as UserDirectory);

describe('PeopleFinder', () => {
  it('says how to see the users where there is no such user', async () => {
    await expect(finder().user('nobody@acme.test')).rejects.toThrow(
      'There is no user nobody@acme.test; "npm run keys -- users" lists the users.',
    );
  });

  it('takes the only team of a user', async () => {
    expect(await finder(ACME).membership(USER, undefined)).toEqual(ACME);
  });

  it('names the teams of a user of several, where none is chosen', async () => {
    await expect(finder(ACME, GLOBEX).membership(USER, undefined)).rejects.toThrow(
      `mia@acme.test is in several teams; choose one with --team: Acme (${ACME.teamId}), Globex (${GLOBEX.teamId}).`,
    );
  });

  it.each([GLOBEX.teamId, GLOBEX.teamId.toUpperCase(), 'Globex', 'globex'])(
    'finds the team by %s',
    async (reference) => {
      expect(await finder(ACME, GLOBEX).membership(USER, reference)).toEqual(GLOBEX);
      expect(await finder(ACME, GLOBEX).team(reference)).toEqual({ id: GLOBEX.teamId, name: 'Globex' });
    },
  );

  it('asks for the id where several teams have the name', async () => {
    const sentence = `Several teams are called acme; name one by its id: Acme (${ACME.teamId}), ACME (${SECOND_ACME.teamId}).`;
    await expect(finder(ACME, SECOND_ACME).membership(USER, 'acme')).rejects.toThrow(sentence);
    await expect(finder(ACME, SECOND_ACME).team('acme')).rejects.toThrow(sentence);
  });

  it('refuses a team the user is not in, and a user in none', async () => {
    await expect(finder(ACME).membership(USER, 'Globex')).rejects.toThrow(
      `mia@acme.test is not in the team Globex, but in Acme (${ACME.teamId}).`,
    );
    await expect(finder().membership(USER, undefined)).rejects.toThrow('mia@acme.test is in no team.');
    await expect(finder().team('Acme')).rejects.toThrow('There is no team Acme; there are none.');
  });
});
