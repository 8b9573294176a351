import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '../..');
const SPEC = /\.(e2e-|long-)?spec\.ts$/;
/** Rows of the list of attacks, and of the one of what hosts do. */
const ATTACKS = Array.from({ length: 71 }, (_, index) => `A${index + 1}`);
const HOSTS = Array.from({ length: 34 }, (_, index) => `${index + 1}`);
/** What no test of ours can hold: the cause is unknown and on the side of the host, or in somebody's firewall. */
const NO_TEST: ReadonlySet<string> = new Set(['31']);

function specs(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return specs(path);
    return SPEC.test(entry.name) ? [path] : [];
  });
}

/** Texts at the start of which a test or a group of tests names rows: `'A5: …'`, `'A22, A62: …'`, `'A71 …'`. */
const TITLES = /(['"`])(A\d+(?:, A\d+)*)(?::| (?=[a-z]))/g;
/** Hosts are named anywhere in a title: `(interop 9, 10)`, `interop 4: …`. */
const MENTIONS = /\binterop (\d+(?:, \d+)*)/g;

function rowsIn(pattern: RegExp, group: number): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of ['test', 'libs', 'apps'].flatMap(specs)) {
    if (join(ROOT, file) === __filename) continue;
    for (const match of readFileSync(join(ROOT, file), 'utf8').matchAll(pattern)) {
      for (const row of (match[group] ?? '').split(', ')) {
        found.set(row, [...(found.get(row) ?? []), relative(ROOT, file)]);
      }
    }
  }
  return found;
}

describe('every row has a test that names it', () => {
  it('of the attacks', () => {
    const found = rowsIn(TITLES, 2);
    expect(ATTACKS.filter((row) => !found.has(row))).toEqual([]);
    expect([...found.keys()].filter((row) => !ATTACKS.includes(row))).toEqual([]);
  });

  it('of what hosts do, or a reason why there can be none', () => {
    const found = rowsIn(MENTIONS, 1);
    expect(HOSTS.filter((row) => !found.has(row) && !NO_TEST.has(row))).toEqual([]);
    expect([...found.keys()].filter((row) => !HOSTS.includes(row) || NO_TEST.has(row))).toEqual([]);
  });
});
