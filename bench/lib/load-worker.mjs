// One autocannon run per message from the parent. Throughput and latency are taken from the single responses:
// autocannon's own histogram is in whole milliseconds, which is too coarse here.
import autocannon from 'autocannon';
import { percentile } from './stats.mjs';

/** The first responses of a run pay for the connections. */
const SETTLE_MS = 250;

process.on('message', async (job) => {
  process.send(await measure(job));
});

async function measure({ url, method, headers, body, refusals, seconds, amount, connections, rate }) {
  const refused = (text) => refusals.some((part) => text.includes(part));
  const instance = autocannon({
    url,
    method,
    headers,
    ...(body !== undefined && { body }),
    connections,
    ...(rate !== undefined && { overallRate: rate }),
    ...(amount === undefined ? { duration: seconds } : { amount }),
    ...(refusals.length > 0 && { verifyBody: (text) => !refused(text) }),
  });
  const startedAt = performance.now();
  const durations = [];
  let total = 0;
  let bytes = 0;
  let lastAt = startedAt;
  instance.on('response', (_client, _status, size, duration) => {
    total += 1;
    bytes += size;
    const now = performance.now();
    if (now - startedAt < SETTLE_MS) return;
    lastAt = now;
    durations.push(duration);
  });
  const result = await instance;
  const window = lastAt - startedAt - SETTLE_MS;
  durations.sort((a, b) => a - b);
  return {
    total,
    perSecond: (durations.length * 1000) / window,
    p50: percentile(durations, 0.5),
    p99: percentile(durations, 0.99),
    bytes: Math.round(bytes / total),
    faults: faultsOf(result, total),
  };
}

function faultsOf(result, total) {
  const faults = [];
  const wrong = total - (result.statusCodeStats['200']?.count ?? 0);
  if (wrong > 0) faults.push(`${wrong} of ${total} with another status than 200`);
  if (result.mismatches > 0) faults.push(`${result.mismatches} with an error in the body`);
  if (result.errors > 0)
    faults.push(`${result.errors} connection errors, ${result.timeouts} of them timeouts`);
  if (total === 0) faults.push('there was no reply');
  return faults;
}
