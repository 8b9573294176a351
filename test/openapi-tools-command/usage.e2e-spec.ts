import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PETS, toolsCommand } from './support/tools-command';

const aliases = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
for (const [i, name] of [...'bcdefghij'].entries()) {
  const before = 'abcdefghij'[i]!;
  aliases.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(', ')}]`);
}
const files: Record<string, unknown> = {
  'pets.json': PETS,
  'broken.json': '{"openapi": "3.1.0",',
  'broken.yaml': 'openapi: "3.1.0\n  x: [',
  'bomb.yaml': aliases.join('\n'),
  empty: ' \n',
  list: [1, 2],
  text: 'just words',
  'swagger.json': { swagger: '2.0' },
  many: 'a: 1\n---\nb: 2\n',
  deep: `{"openapi":"3.1.0","paths":${'['.repeat(100_000)}`,
};

async function refusal(...argv: string[]): Promise<string> {
  const { code, out, err } = await toolsCommand(argv, files);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  // One sentence on one line, and nothing of the program that says it.
  expect(err).toMatch(/^[^\n]+[.?]\n$/);
  expect(err).not.toMatch(/\bat .*\.[jt]s:|node_modules|Error:/);
  return err;
}

describe('openapi-tools', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tools-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each<[string, RegExp]>([
    ['nowhere.json', /"nowhere\.json" cannot be read: there is no such file\./],
    ['broken.json', /"broken\.json" is not valid JSON: /],
    ['broken.yaml', /"broken\.yaml" is not valid YAML: /],
    ['bomb.yaml', /"bomb\.yaml" is not valid YAML: .*alias/i],
    ['many', /"many" is not valid YAML: .*document/i],
    ['deep', /"deep" is neither valid JSON nor YAML/],
    ['empty', /"empty" is empty\./],
    ['list', /The document is not a JSON object\./],
    ['text', /The document is not a JSON object\./],
    ['swagger.json', /Swagger 2\.0 is not supported; convert the document/],
    ['https://example.com/openapi.json', /Only local files are read; download https:\/\/example\.com/],
    ['file:///etc/passwd', /Only local files are read/],
  ])('says in one sentence why it cannot use %s', async (file, sentence) => {
    expect(await refusal('convert', file)).toMatch(sentence);
    expect(await refusal('check', file)).toMatch(sentence);
    expect(await refusal('report', file)).toMatch(sentence);
    expect(await refusal('diff', 'pets.json', file)).toMatch(sentence);
    expect(await refusal('encode', file, 'getPet', '{}')).toMatch(sentence);
  });

  it('says so of a folder', async () => {
    expect(await refusal('convert', folder)).toMatch(/cannot be read: it is a folder\./);
  });

  it.each<[string[], RegExp]>([
    [['convert'], /^convert needs FILE\./],
    [['encode', 'pets.json'], /^encode needs TOOL and ARGS_JSON\./],
    [['convert', 'pets.json', 'more'], /^convert does not take "more"/],
    [['convert', 'pets.json', '--what'], /^convert has no option --what; it takes /],
    [['convert', 'pets.json', '--profile'], /^convert: --profile needs a value\./],
    [['check', 'pets.json', '--profile', 'strict'], /^There is no profile "strict"; known are safe, lean/],
    [['convert', 'pets.json', '--lock', 'list'], /^"list" is no name lockfile/],
    [['frob'], /^There is no command "frob"; there are convert, encode, check, diff, report\./],
  ])('refuses %j in one sentence', async (argv, sentence) => {
    expect(await refusal(...argv)).toMatch(sentence);
  });

  it.each(['convert', 'encode', 'check', 'diff', 'report'])('explains %s', async (name) => {
    const { code, out, err } = await toolsCommand([name, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(new RegExp(`^openapi-tools ${name} `));
    expect(out).toContain('Exit codes: 0');
  });

  it('explains itself', async () => {
    expect((await toolsCommand(['--help'])).out).toContain('openapi-tools encode  FILE TOOL ARGS_JSON');
    expect(await toolsCommand([])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('report'),
    });
  });
});
