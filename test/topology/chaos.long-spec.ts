import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureBuild } from '../robustness/support/server-process';

const ROOT = join(__dirname, '../..');
const TIME_LIMIT = 90_000;

beforeAll(() => ensureBuild(), 300_000);

/** Runs the command. @returns its exit code and what it printed */
async function chaos(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['bench/chaos/run.mjs', ...args], { cwd: ROOT });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

describe('npm run chaos', () => {
  it(
    'finds no wrong answer when Redis and a replica are killed, and says so in its table',
    async () => {
      const { code, out, err } = await chaos(
        '--only',
        'redis-killed,replica-killed',
        '--rate',
        '40',
        '--json',
      );
      expect({ code, problems: problemsIn(out), err }).toMatchObject({ code: 0, problems: [] });
      const { lines } = JSON.parse(out);
      expect(lines.map(({ id }: { id: string }) => id)).toEqual(['redis-killed', 'replica-killed']);
      for (const line of lines) {
        expect(line.requests).toBeGreaterThan(100);
        expect(line.wrong).toBe(0);
        expect(line.recoveredMs).toBeLessThanOrEqual(5000);
      }
    },
    TIME_LIMIT,
  );

  it(
    'fails where replicas do not share their limits',
    async () => {
      const { code, out } = await chaos('--only', 'none', '--env', 'REDIS_URL=', '--json');
      expect(code).toBe(1);
      expect(problemsIn(out).join()).toMatch(/\d+ × passed beyond the limit/);
    },
    TIME_LIMIT,
  );

  it('says what it takes when it is asked for something else', async () => {
    const { code, err } = await chaos('--only', 'earthquake');
    expect(code).toBe(2);
    expect(err).toContain('No fault is called earthquake.');
    expect(err).toContain('replica-killed');
  });
});

function problemsIn(out: string): string[] {
  return JSON.parse(out || '{"lines":[]}').lines.flatMap(({ problems }: { problems: string[] }) => problems);
}
