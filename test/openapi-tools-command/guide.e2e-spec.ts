import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolsCommand, type Outcome } from './support/tools-command';

const GUIDE = readFileSync(join(__dirname, '../../docs/guides/openapi-tools.md'), 'utf8');
const BLOCKS = [...GUIDE.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, kind = '', text = '']) => ({
  kind,
  text,
}));

/** Documents of the guide by the name in their first line. */
const FILES = Object.fromEntries(
  BLOCKS.filter(({ kind }) => kind === 'yaml').map(({ text }) => [/^# (\S+)/.exec(text)?.[1] ?? '', text]),
);

/** Words as a shell splits them: single quotes keep a word together. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

/** Every command of the guide with the block that shows what it prints. */
const EXAMPLES = BLOCKS.flatMap(({ kind, text }, i) => {
  const shown = BLOCKS[i + 1];
  return kind === 'sh' ? [{ command: text.trim(), kind: shown?.kind ?? '', text: shown?.text ?? '' }] : [];
});

async function run(command: string, ...more: string[]): Promise<Outcome> {
  const [npx, program, ...argv] = wordsOf(command);
  expect([npx, program]).toEqual(['npx', 'openapi-tools']);
  return toolsCommand([...argv, ...more], FILES);
}

describe('the guide to openapi-tools', () => {
  it('has documents and examples', () => {
    expect(Object.keys(FILES)).toEqual(['shop.yaml', 'next.yaml']);
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(7);
  });

  it.each(EXAMPLES.filter(({ kind }) => kind === 'text'))(
    '$command prints what it shows',
    async (example) => {
      expect(await run(example.command)).toMatchObject({ err: '', out: example.text });
    },
  );

  it.each(EXAMPLES.filter(({ kind }) => kind === 'json'))(
    '$command prints what it shows',
    async (example) => {
      const more = example.command.includes(' report ') ? ['--json'] : [];
      const { code, out, err } = await run(example.command, ...more);
      expect(err).toBe('');
      const printed = JSON.parse(out);
      const shown = JSON.parse(example.text);
      expect({ code, err }).toEqual({ code: shown.error ? 2 : 0, err: '' });
      // Lists of findings go on where the guide stops.
      if (shown.findings) printed.findings = printed.findings.slice(0, shown.findings.length);
      expect(printed).toMatchObject(shown);
    },
  );
});
