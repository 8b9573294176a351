// How long a document takes to become tools, beside two other converters: each run in a process of its own.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BENCH } from '../lib/paths.mjs';
import { median } from '../lib/stats.mjs';
import { documentOf } from './document.mjs';

const run = promisify(execFile);
/** What the product has to reach. */
export const GOALS = {
  1000: { seconds: 0.6, megabytes: null },
  11000: { seconds: 5, megabytes: 1000 },
};
const CONVERTERS = [
  ['product', 'this product'],
  ['generator', 'openapi-mcp-generator 4.0.1'],
  ['fastmcp', 'fastmcp 4.20.16'],
];
const LIMIT_MS = 180_000;

/** @returns one row per document and converter: medians over the rounds, or why there is none */
export async function measureConvert({ rounds, quick, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-convert-'));
  const rows = [];
  try {
    for (const operations of [1000, 11000]) {
      const file = join(folder, `${operations}.json`);
      writeFileSync(file, JSON.stringify(documentOf(operations)));
      const megabytes = statSync(file).size / 1e6;
      for (const [id, name] of CONVERTERS) {
        // The others take minutes for the large document: once is enough to see the order of magnitude.
        const times = quick || (id !== 'product' && operations > 1000) ? 1 : Math.min(rounds, 5);
        say(`convert: ${operations} operations, ${name} …`);
        rows.push({
          operations,
          documentMegabytes: megabytes,
          id,
          name,
          ...(await measureOne(id, file, times)),
        });
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows.map((row) => ({ ...row, met: isMet(row) }));
}

async function measureOne(id, file, times) {
  const samples = [];
  for (let i = 0; i < times; i += 1) {
    try {
      const args = [join(BENCH, 'convert/worker.mjs'), id, file];
      const { stdout } = await run(process.execPath, args, { cwd: BENCH, timeout: LIMIT_MS });
      samples.push(JSON.parse(stdout.trim().split('\n').at(-1)));
    } catch (error) {
      const reason = error.killed ? `no answer in ${LIMIT_MS / 1000} s` : firstLine(error);
      return { seconds: null, megabytes: null, tools: null, reason };
    }
  }
  return {
    seconds: median(samples.map(({ ms }) => ms)) / 1000,
    megabytes: median(samples.map((sample) => sample.megabytes)),
    tools: samples[0].tools,
    reason: null,
  };
}

function firstLine(error) {
  const text = `${error.stderr ?? ''}\n${error.message}`;
  const line = text.split('\n').find((candidate) => /error|exceeded|memory|refused/i.test(candidate));
  return (line ?? error.message.split('\n')[0]).trim().slice(0, 100);
}

function isMet({ id, operations, seconds, megabytes }) {
  if (id !== 'product') return true;
  const goal = GOALS[operations];
  return (
    seconds !== null && seconds < goal.seconds && (goal.megabytes === null || megabytes < goal.megabytes)
  );
}
