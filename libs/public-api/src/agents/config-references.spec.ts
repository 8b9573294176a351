import { asTeamId } from '@app/database';
import type { ApiException } from '@app/errors';
import type { ConnectionsService } from '../connections';
import { ReferenceCheckers } from '../shared';
import { configInput } from './agent-config.schema';
import { ConfigReferences } from './config-references';

const team = asTeamId('team');
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const known = (...items: string[]) => ({
  existing: async (_: unknown, references: readonly string[]) =>
    new Set(references.filter((reference) => items.includes(reference))),
});
const configOf = (config: object) => configInput.parse({ instructions: 'Work.', ...config });

function referencesWith(connections: readonly string[], asked: string[][] = []) {
  const checkers = new ReferenceCheckers();
  checkers.register('skills', known(id(1)));
  checkers.register('files', known('a.txt'));
  const service = {
    existing: known(...connections).existing,
    requireUse: async (_: unknown, __: unknown, ids: string[]) => void asked.push(ids),
  };
  return new ConfigReferences(checkers, service as unknown as ConnectionsService);
}

describe('requireKnown', () => {
  const check = (config: object) => referencesWith([id(7)]).requireKnown(team, configOf(config));

  it('accepts what the team has', async () => {
    await expect(check({ connections: [id(7)], skills: [id(1)], files: ['a.txt'] })).resolves.toBeUndefined();
  });

  it('names each unknown reference by its place in the request', async () => {
    const refused = check({
      connections: [id(7), id(8)],
      skills: [id(1), id(2)],
      files: ['b.txt'],
      consumes: [{ queue_id: id(3) }],
      produces: [id(4)],
    });
    const error = await refused.catch((thrown: ApiException) => thrown);
    expect(error).toMatchObject({ code: 'unknown_reference' });
    expect((error as ApiException).details.map(({ field }) => field)).toEqual([
      'config.connections.1',
      'config.skills.1',
      'config.files.0',
      'config.consumes.0.queue_id',
      'config.produces.0',
    ]);
  });

  it('knows nothing of a kind that no resource has registered', async () => {
    await expect(check({ plugins: ['web-browser'] })).rejects.toMatchObject({ code: 'unknown_reference' });
  });
});

describe('requireUse', () => {
  it('asks only for connections that are new', async () => {
    const asked: string[][] = [];
    const subject = { userId: 'user', teamId: team, role: 'builder' } as const;
    const config = configOf({ connections: [id(1), id(2), id(3)] });
    await referencesWith([], asked).requireUse(subject, config, [id(2)]);
    expect(asked).toEqual([[id(1), id(3)]]);
  });
});
