import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convert, type Conversion } from '../convert/convert';
import { DocumentError } from '../errors';
import { checkCatalogue } from '../gate/check-host-gate';
import { PROFILES } from '../model/profile';
import { compiler } from '../testing/ajv.spec-support';
import { profileReport } from './profile-report';

/** One for all: what an instance costs to make is more than what it compiles here. */
const compile = compiler();
const ROOT = join(__dirname, '../../../..');
const EXAMPLES = 'node_modules/@readme/oas-examples';

function jsonFilesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

const FILES = [
  'openapi.json',
  'node_modules/@directus/specs/dist/openapi.json',
  'node_modules/@scalar/galaxy/dist/3.1.json',
  ...jsonFilesIn(`${EXAMPLES}/3.0/json`),
  ...jsonFilesIn(`${EXAMPLES}/3.1/json`),
];

function conversionOf(file: string): Conversion {
  const document = JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as unknown;
  try {
    return convert(document);
  } catch (error) {
    if (!(error instanceof DocumentError) || error.code !== 'no_tools' || error.report === null) throw error;
    return { tools: [], report: error.report, lock: { version: 1, operations: {} } };
  }
}

describe.each(FILES)('%s', (file) => {
  const { tools, report } = conversionOf(file);

  it.each(PROFILES)('passes the host gate in profile %s', (profile) => {
    expect(checkCatalogue(tools, profile, { compile })).toEqual([]);
    for (const entry of profileReport(tools, profile)) expect(entry.message).toMatch(/\.$/);
  });

  it('drops no operation without a reason', () => {
    const { counts, entries } = report;
    const reasons = entries.filter(({ severity, code }) => severity === 'refused' && code !== 'host_gate');
    expect(counts.tools).toBe(tools.length);
    expect(counts.operations).toBe(counts.tools + counts.refused + counts.skipped);
    expect(reasons).toHaveLength(counts.refused);
    for (const reason of reasons)
      expect(reason).toMatchObject({ pointer: expect.stringMatching(/^\//) as unknown });
  });
});
