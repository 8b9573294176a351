// What somebody who tries passwords costs everybody else: tool calls alone, and while 200 attempts a second come
// from one other address, at one account and at another one each time.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MODERN, callMessage } from '../lib/messages.mjs';
import { BENCH } from '../lib/paths.mjs';
import { median, ratioOf } from '../lib/stats.mjs';
import { signInForm } from './form.mjs';

const ATTEMPTS_PER_SECOND = 200;
/** Another address than that of the tool calls, on loopback too. */
const ADDRESS = '127.0.0.2';
/** Tool calls at a fixed pace: 50 a second in all, far from what would fill the machine. */
const CONNECTIONS = 4;
const INTERVAL_MS = 80;
/** By how much the p50 of tool calls may grow. */
export const MAX_RATIO = 1.2;

const ATTACKS = [
  { id: 'one', name: 'at one account', accounts: 1 },
  { id: 'many', name: 'at another account each time', accounts: Infinity },
];

/** @returns figures alone and beside each attack, with the ratio of the p50, round by round */
export async function measureSignIn(stage, { rounds, seconds, say }) {
  say('sign-in: starting the product …');
  // Limits of tool calls raised, those of addresses as they are.
  const limits = ['api', 'api_user', 'api_team'].map((name) => `${name}=100000/10`).join(',');
  const product = await stage.startProduct({ env: { RATE_LIMITS: limits } });
  const calls = new Worker('files/small-worker.mjs');
  const attempts = new Worker('sign-in/attempts-worker.mjs');
  try {
    const start = {
      requests: [toolCall(product, stage.key)],
      connections: CONNECTIONS,
      intervalMs: INTERVAL_MS,
    };
    const measure = async () => {
      calls.start(start);
      await sleep(seconds * 1000);
      return calls.stop();
    };
    const form = await signInForm(product);
    const series = { alone: [], one: [], many: [] };
    for (let round = -1; round < rounds; round += 1) {
      say(`sign-in: ${round < 0 ? 'warm-up' : `round ${round + 1} of ${rounds}`}`);
      const found = { alone: await measure() };
      for (const { id, accounts } of ATTACKS) {
        attempts.start({ form, perSecond: ATTEMPTS_PER_SECOND, address: ADDRESS, accounts });
        found[id] = await measure();
        found[id].attempts = await attempts.stop();
      }
      if (round < 0) continue;
      for (const [id, figures] of Object.entries(found)) series[id].push(figures);
    }
    return { alone: summarise(series.alone), attacks: ATTACKS.map((attack) => compare(attack, series)) };
  } finally {
    calls.end();
    attempts.end();
    await product.stop();
  }
}

function toolCall({ url }, key) {
  const { headers, body } = callMessage(MODERN, 'list_agents', { limit: 5 });
  return {
    label: 'tools/call list_agents',
    url: `${url}/v1/mcp`,
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${key}` },
    body,
    refusals: ['"isError":true', '"error":{"code":'],
  };
}

function compare({ id, name }, series) {
  const p50 = (rounds) => rounds.map((round) => round.p50);
  const ratio = ratioOf(p50(series[id]), p50(series.alone));
  const statuses = {};
  for (const { attempts } of series[id]) {
    for (const [status, count] of Object.entries(attempts.statuses)) {
      statuses[status] = (statuses[status] ?? 0) + count;
    }
  }
  const perSecond = median(series[id].map(({ attempts }) => attempts.perSecond));
  return { id, name, ...summarise(series[id]), perSecond, statuses, ratio, met: ratio.median <= MAX_RATIO };
}

function summarise(rounds) {
  const of = (name) => median(rounds.map((round) => round[name]));
  return { total: rounds.reduce((sum, { total }) => sum + total, 0), p50: of('p50'), p99: of('p99') };
}

/** A load generator in a process of its own. */
class Worker {
  #child;

  constructor(script) {
    this.#child = fork(join(BENCH, script));
  }

  start(job) {
    this.#child.send({ start: job });
  }

  stop() {
    return new Promise((resolve, reject) => {
      const failed = (code, signal) => reject(new Error(`A load generator ended (${signal ?? code}).`));
      this.#child.once('exit', failed);
      this.#child.once('message', (answer) => {
        this.#child.off('exit', failed);
        if (answer.fault) reject(new Error(answer.fault));
        else resolve(answer);
      });
      this.#child.send({ stop: true });
    });
  }

  end() {
    if (this.#child.connected) this.#child.disconnect();
  }
}
