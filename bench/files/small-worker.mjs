// Small requests of other callers, in a process of their own: each connection sends one at a fixed pace, from the
// parent's word "start" until "stop". A latency counts from when the request was due, so that one pause of the
// server is seen by every request that it kept waiting.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../lib/stats.mjs';

let running = false;
let done;

process.on('message', ({ start, stop }) => {
  if (start) {
    running = true;
    done = measure(start);
  }
  if (stop) {
    running = false;
    done.then(
      (figures) => process.send(figures),
      (error) => process.send({ fault: error.message }),
    );
  }
});

async function measure({ requests, connections, intervalMs }) {
  const agents = Array.from({ length: connections }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const durations = [];
  const startedAt = performance.now();
  const caller = async (agent, place) => {
    let due = startedAt + (place * intervalMs) / connections;
    for (let turn = place; running; turn += 1, due += intervalMs) {
      const early = due - performance.now();
      if (early > 0) await sleep(early);
      await send(agent, requests[turn % requests.length]);
      durations.push(performance.now() - due);
    }
  };
  try {
    await Promise.all(agents.map(caller));
  } finally {
    running = false;
    for (const agent of agents) agent.destroy();
  }
  durations.sort((a, b) => a - b);
  return {
    total: durations.length,
    p50: percentile(durations, 0.5),
    p99: percentile(durations, 0.99),
    max: durations.at(-1),
  };
}

function send(agent, { label, url, method, headers, body, refusals }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url, { agent, method, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('error', reject);
      response.on('end', () => {
        const refused = response.statusCode !== 200 || refusals.some((part) => text.includes(part));
        if (refused) reject(new Error(`${label}: ${response.statusCode} ${text.slice(0, 300)}`));
        else resolve();
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
