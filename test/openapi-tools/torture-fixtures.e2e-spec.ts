import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCatalogue, convert, DocumentError } from '@app/openapi-tools';

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const PACKAGES = join(__dirname, '../../node_modules');
const EXAMPLES = join(PACKAGES, '@readme/oas-examples');

const FILES = [
  ...['3.0/json', '3.1/json'].flatMap((folder) =>
    readdirSync(join(EXAMPLES, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(EXAMPLES, folder, name)),
  ),
  join(PACKAGES, '@directus/specs/dist/openapi.json'),
  join(PACKAGES, '@scalar/galaxy/dist/3.1.json'),
].map((path): [string, string] => [path.split('/node_modules/').at(-1) ?? path, path]);

type PathItem = Record<string, unknown>;

function operationsIn({ paths = {} }: { paths?: Record<string, PathItem> }): number {
  const resolved = Object.values(paths).map((item) => {
    const name =
      typeof item.$ref === 'string' ? item.$ref.replace('#/paths/', '').replaceAll('~1', '/') : null;
    return name === null ? item : (paths[name] ?? {});
  });
  return resolved.flatMap((item) => METHODS.filter((method) => item[method] !== undefined)).length;
}

/** Documents of other services: nobody wrote a rule for one of them. */
describe('documents of others', () => {
  it.each(FILES)('%s becomes tools, and what does not has a reason', (_, path) => {
    const doc = JSON.parse(readFileSync(path, 'utf8')) as Parameters<typeof operationsIn>[0];
    const operations = operationsIn(doc);
    if (operations === 0) {
      expect(() => convert(doc)).toThrow(DocumentError);
      return;
    }
    const { tools, report } = convert(doc, { headAndOptions: true });
    expect(report.counts.operations).toBe(operations);
    expect(report.counts.skipped).toBe(0);
    const refused = report.entries.filter((entry) => entry.severity === 'refused');
    expect(tools.length + refused.length).toBe(operations);
    for (const { message, pointer, operation } of refused)
      expect([message, pointer, operation]).not.toContain('');
    expect(refused).toEqual([]);
    expect(checkCatalogue(tools, 'safe')).toEqual([]);
  });
});
