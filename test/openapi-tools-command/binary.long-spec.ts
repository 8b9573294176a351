import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');
const BINARY = join(ROOT, 'scripts/openapi-tools.mjs');
const DOCUMENT = join(ROOT, 'openapi.json');
const run = promisify(execFile);

/** The package binary in a process of its own, from a folder that is not the project's. */
async function binary(
  argv: readonly string[],
  input = '',
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [BINARY, ...argv], { cwd: join(ROOT, 'docs') });
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  child.stdin.end(input);
  const code = await new Promise<number>((resolve) => child.on('close', (exit) => resolve(exit ?? -1)));
  return { code, out, err };
}

describe('the package binary', () => {
  it('is named in package.json and found by npx', async () => {
    const { stdout } = await run('npx', ['--no', 'openapi-tools', '--', '--help'], { cwd: ROOT });
    expect(stdout).toContain('openapi-tools convert FILE');
  });

  it('prints all of a large answer, for a file and for standard input', async () => {
    const file = await binary(['convert', '../openapi.json', '--first-party']);
    expect(file).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(file.out).tools).toHaveLength(62);
    const piped = await binary(['convert', '-', '--first-party'], readFileSync(DOCUMENT, 'utf8'));
    expect(piped.out).toBe(file.out);
  });

  it('finds the committed lock of our own tools unbroken', async () => {
    expect(await binary(['diff', '../tools.lock.json', '../openapi.json', '--first-party'])).toEqual({
      code: 0,
      out: 'No change.\n',
      err: '',
    });
  });

  it('ends quietly when nobody reads on', async () => {
    const { stdout, stderr } = await run('sh', [
      '-c',
      `"${process.execPath}" "${BINARY}" convert "${DOCUMENT}" | head -c 20`,
    ]);
    expect({ length: stdout.length, stderr }).toEqual({ length: 20, stderr: '' });
  });

  it('answers wrong usage with a sentence and 2', async () => {
    expect(await binary(['convert', 'nowhere.yaml'])).toEqual({
      code: 2,
      out: '',
      err: '"nowhere.yaml" cannot be read: there is no such file.\n',
    });
  });

  it('loads no framework, so that it starts at once', async () => {
    const script = `
      process.argv = [process.argv[0], 'openapi-tools', '--help'];
      require(${JSON.stringify(join(ROOT, 'dist/apps/openapi-tools/src/main.js'))});
      const loaded = Object.keys(require.cache).filter((file) => file.includes('node_modules'));
      process.stderr.write(JSON.stringify(loaded));`;
    const { stderr } = await run(process.execPath, ['-e', script]);
    expect(JSON.parse(stderr)).toEqual([]);
  });
});
