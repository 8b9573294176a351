import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unscopedMethods } from './support/team-scope';

const ROOT = join(__dirname, '../..');
const repositories = readdirSync(join(ROOT, 'libs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.repository.ts'))
  .map((path) => join('libs', path))
  .sort();

describe('repositories', () => {
  it('are found', () => {
    expect(repositories.length).toBeGreaterThan(10);
  });

  it.each(repositories)('cannot forget the team: %s', (path) => {
    expect(unscopedMethods(path, readFileSync(join(ROOT, path), 'utf8'))).toEqual([]);
  });
});

describe('the check itself', () => {
  const check = (body: string, doc = '') => unscopedMethods('x.ts', `${doc} class Things { ${body} }`);

  it('lets a scoped method pass', () => {
    expect(check('async find(teamId: TeamId, id: string) {}')).toEqual([]);
  });

  it.each([
    ['no parameter', 'async all() {}'],
    ['another first parameter', 'find(id: string, teamId: TeamId) {}'],
    ['any string for a team', 'find(teamId: string) {}'],
    ['a team that may be left out', 'find(teamId?: TeamId) {}'],
    ['a team by default', 'find(teamId: TeamId = own) {}'],
    ['a static method', 'static find(id: string) {}'],
    ['a protected method', 'protected find(id: string) {}'],
  ])('finds %s', (_, body) => {
    expect(check(body)).toHaveLength(1);
  });

  it('lets private helpers pass', () => {
    expect(check('private where(id: string) {} #order() {}')).toEqual([]);
  });

  it('asks a global class for its reason', () => {
    expect(check('all() {}', '/** @global Plugins are the same for all teams. */')).toEqual([]);
    expect(check('all() {}', '/** @global */')).toHaveLength(1);
  });
});
