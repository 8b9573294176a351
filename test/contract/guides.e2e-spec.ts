import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scripts } from '../../package.json';

const ROOT = join(__dirname, '../..');
const pagesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder)).map((name) => join(folder, name));
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...['docs/guides', 'docs/adr', 'docs/reference'].flatMap(pagesIn),
].filter((path) => path.endsWith('.md'));

const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replace(/ /g, '-');
const anchorsOf = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!));

describe.each(PAGES)('%s', (page) => {
  const links = [...textOf(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path, anchor]) => ({ target: path ? join(dirname(page), path) : page, anchor }),
  );

  it('links to pages, and places on them, that there are', () => {
    const broken = links.filter(
      ({ target, anchor }) =>
        !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(target).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it('names commands that there are', () => {
    const names = [...textOf(page).matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(
      ([, name]) => name!,
    );
    expect(names.filter((name) => !(name in scripts))).toEqual([]);
  });
});
