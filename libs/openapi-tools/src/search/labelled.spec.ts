import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convert } from '../convert/convert';
import { DIRECTUS_REQUESTS, OWN_REQUESTS, type LabelledRequest } from './labelled-requests.spec-support';
import { buildSearchIndex, type SearchIndex } from './search-index';
import { searchTools } from './search-tools';

const ROOT = join(__dirname, '../../../..');
const SHOWN = 5;

function indexOf(file: string): SearchIndex {
  return buildSearchIndex(convert(JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as unknown).tools);
}

function firstOf(index: SearchIndex, request: string): string[] {
  return searchTools(index, request)
    .slice(0, SHOWN)
    .map(({ tool }) => tool.name);
}

const misses = (index: SearchIndex, requests: readonly LabelledRequest[]): string[] =>
  requests
    .map(([request, tool]) => ({ request, tool, found: firstOf(index, request) }))
    .filter(({ tool, found }) => !found.includes(tool))
    .map(({ request, tool, found }) => `"${request}" wants ${tool}, found ${found.join(', ')}`);

describe.each([
  ['our tools', 'openapi.json', OWN_REQUESTS, 60],
  ['the tools of @directus/specs', 'node_modules/@directus/specs/dist/openapi.json', DIRECTUS_REQUESTS, 30],
] as const)('requests in plain words against %s', (name, file, requests, least) => {
  const index = indexOf(file);

  it('are enough and name tools that exist', () => {
    expect(requests.length).toBeGreaterThanOrEqual(least);
    const known = new Set(index.tools.map((tool) => tool.name));
    expect(requests.filter(([, tool]) => !known.has(tool))).toEqual([]);
  });

  it('find the right tool among the first five for at least 95 of 100, also where nothing was tuned', () => {
    const halves = [0, 1].map((half) => requests.filter((_, place) => place % 2 === half));
    const missed = halves.map((half) => misses(index, half));
    const share = (half: number): number => 1 - (missed[half]?.length ?? 0) / (halves[half]?.length ?? 1);
    const all = 1 - missed.flat().length / requests.length;
    const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
    process.stdout.write(
      `search, ${name}: ${percent(all)} of ${String(requests.length)} requests in the first ${String(SHOWN)} (tuned half ${percent(share(0))}, other half ${percent(share(1))})\n${missed.flat().join('\n')}\n`,
    );
    expect(all).toBeGreaterThanOrEqual(0.95);
  });
});
