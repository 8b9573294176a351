import { convert } from '../convert/convert';
import type { Lock } from '../model/lock';
import type { ConvertOptions } from '../model/options';
import { isLegalToolName, nameTools, type NameSource } from './tool-names';

function source(method: string, path: string, operationId: string | null): NameSource {
  return { key: `${method} ${path}`, method, path, operationId };
}

function names(...sources: NameSource[]): string[] {
  const map = nameTools(sources, new Set());
  return sources.map(({ key }) => map.get(key) ?? '');
}

describe('tool names', () => {
  it('keep a legal operationId as it is, case included', () => {
    expect(names(source('GET', '/a', 'listPets'), source('GET', '/b', 'get-Pet_1'))).toEqual([
      'listPets',
      'get-Pet_1',
    ]);
  });

  it.each([
    ['List pets!', 'List_pets'],
    ['pets.list/all', 'pets_list_all'],
    ['_$x', 'x'],
    ['2fa', 'op_2fa'],
    ['größe', 'gro_e'],
    ['Café', 'Cafe'],
  ])('fold %s to %s', (id, name) => {
    expect(names(source('GET', '/a', id))).toEqual([name]);
  });

  it('come from method and path where there is no id', () => {
    expect(
      names(
        source('GET', '/pets/{petId}/toys', null),
        source('GET', '/', null),
        source('GET', '/日本', null),
      ),
    ).toEqual(
      ['get_pets_by_petId_toys', 'get', 'get'].map((name, i) =>
        i === 0 ? name : expect.stringMatching(/^get_[0-9a-f]{8}$/),
      ),
    );
  });

  it('shorten a long id to head, tail and hash inside the cap, at word borders', () => {
    const [name = ''] = names(
      source('GET', '/a', 'listAllTheThingsThatBelongToACertainOrganisationAndTheirMembers'),
    );
    expect(name).toMatch(/^listAllTheThingsThat_AndTheirMembers_[0-9a-f]{8}$/);
    expect(isLegalToolName(name)).toBe(true);
  });

  it('give both of two equal ids a hash, and ids that differ in case only', () => {
    for (const other of ['same', 'SAME']) {
      const [a = '', b = ''] = names(source('GET', '/a', 'same'), source('GET', '/b', other));
      expect(a).toMatch(/^same_[0-9a-f]{8}$/);
      expect(b).toMatch(new RegExp(`^${other}_[0-9a-f]{8}$`));
      expect(a.toLowerCase()).not.toBe(b.toLowerCase());
    }
  });

  it('leave a legal unique id alone when a folded one collides with it', () => {
    const [a, b] = names(source('GET', '/a', 'list_pets'), source('GET', '/b', 'list pets'));
    expect(a).toBe('list_pets');
    expect(b).toMatch(/^list_pets_[0-9a-f]{8}$/);
  });

  it('do not depend on the order of the document', () => {
    const all = [
      source('GET', '/a', 'x'),
      source('GET', '/b', 'x'),
      source('GET', '/c', 'X'),
      source('POST', '/a', 'x y'),
      source('GET', '/d', null),
    ];
    const sorted = (list: NameSource[]): unknown => [...nameTools(list, new Set())].sort();
    expect(sorted([...all].reverse())).toEqual(sorted(all));
  });

  it('never take a name that is gone', () => {
    expect(nameTools([source('GET', '/a', 'gone')], new Set(['gone'])).get('GET /a')).toMatch(
      /^gone_[0-9a-f]{8}$/,
    );
  });
});

describe('name overrides and the lock', () => {
  const doc = (paths: Record<string, Record<string, unknown>>): unknown => ({ openapi: '3.1.0', paths });
  const run = (
    paths: Record<string, Record<string, unknown>>,
    options: ConvertOptions = {},
    lock: Lock | null = null,
  ): ReturnType<typeof convert> => convert(doc(paths), options, lock);
  const first = { '/a': { get: { operationId: 'old_id' } }, '/z': { get: { operationId: 'other' } } };

  it('use a legal and free override, options before x-mcp', () => {
    const { tools } = run(
      {
        '/a': { get: { operationId: 'a', 'x-mcp': { name: 'from_doc' } } },
        '/b': { get: { operationId: 'b', 'x-mcp': { name: 'kept' } } },
      },
      { overrides: { a: { name: 'from_options' } } },
    );
    expect(tools.map((tool) => tool.name)).toEqual(['from_options', 'kept']);
  });

  it.each([
    ['illegal', 'not legal', 'illegal_name'],
    ['doubled', 'same', 'name_taken'],
  ])('refuse an %s override', (_, name, code) => {
    const { report } = run(
      { ...first, '/b': { get: { operationId: 'b' } }, '/c': { get: { operationId: 'c' } } },
      { overrides: { b: { name }, c: { name } } },
    );
    expect(report.entries.filter((entry) => entry.severity === 'refused').map((entry) => entry.code)).toEqual(
      [code, code],
    );
  });

  it('keep the locked name when the id changes, unless a rename is wanted', () => {
    const { lock } = run(first);
    const changed = { ...first, '/a': { get: { operationId: 'new_id' } } };
    const kept = run(changed, {}, lock).tools.find((tool) => tool.path === '/a');
    expect(kept).toMatchObject({ name: 'old_id', operationId: 'new_id', aliases: [] });
    const renamed = run(changed, { changedOperationId: 'rename' }, lock);
    expect(renamed.tools.find((tool) => tool.path === '/a')).toMatchObject({
      name: 'new_id',
      aliases: ['old_id'],
    });
    const again = run(changed, { changedOperationId: 'rename' }, renamed.lock);
    expect(again.tools.find((tool) => tool.path === '/a')).toMatchObject({
      name: 'new_id',
      aliases: ['old_id'],
    });
  });

  it('follow an operation that moved to another path by its id', () => {
    const { lock } = run(first, { overrides: { old_id: { name: 'chosen' } } });
    const { tools } = run({ '/moved': { get: { operationId: 'old_id' } }, '/z': first['/z'] }, {}, lock);
    expect(tools.map((tool) => tool.name)).toEqual(['chosen', 'other']);
  });

  it('keep names of removed operations as tombstones and never give them again', () => {
    const { lock } = run(first);
    const gone = run({ '/z': first['/z'] }, {}, lock);
    expect(gone.lock.operations.old_id?.removed).toBe(true);
    const again = run({ '/z': first['/z'], '/new': { post: { operationId: 'Old_Id' } } }, {}, gone.lock);
    expect(again.tools.map((tool) => tool.name)).toEqual([
      expect.stringMatching(/^Old_Id_[0-9a-f]{8}$/),
      'other',
    ]);
  });

  it('bring a removed operation back under its name', () => {
    const { lock } = run(first);
    const gone = run({ '/z': first['/z'] }, {}, lock);
    const back = run(first, {}, gone.lock);
    expect(back.tools.map((tool) => tool.name)).toEqual(['old_id', 'other']);
    expect(back.lock.operations.old_id?.removed).toBeUndefined();
  });

  it('refuse an override that is the name of another locked tool', () => {
    const { lock } = run(first);
    const { report } = run(first, { overrides: { other: { name: 'old_id' } } }, lock);
    expect(report.entries).toMatchObject([{ code: 'name_taken', operation: 'GET /z' }]);
  });
});
