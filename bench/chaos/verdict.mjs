// One line per fault: what callers met, and whether it is what they may meet.

/** The service has to recover within so many milliseconds. */
export const RECOVERY_MS = 5000;
/** How a request ends whose replica is killed. */
const CUT = /^(502 |ECONNRESET|socket hang up)/;

/** What is on its way to a process while it dies is lost with it, in milliseconds. */
const ON_ITS_WAY_MS = 50;
const MOST_EXAMPLES = 5;

const isFailed = ({ outcome }) => outcome === 'failed';

/** @returns the line of a fault, with `problems`: what breaks a goal, in words */
export function verdictOf({ fault, records, wrong, liftedAt, goneAt, wholeMs }) {
  const failed = records.filter(isFailed);
  const late = failed.map(({ endedAt }) => endedAt - liftedAt).filter((ms) => ms > 0);
  const line = {
    id: fault.id,
    title: fault.title,
    requests: records.length,
    failed: failed.length,
    failures: countBy(failed, ({ reason }) => reason),
    wrong: wrong.length,
    wrongs: countBy(wrong, ({ reason }) => reason),
    recoveredMs: Math.max(0, ...late),
    wholeMs,
    slowestMs: Math.max(0, ...records.map(({ startedAt, endedAt }) => endedAt - startedAt)),
  };
  const unexpected = failed.filter((record) => !isExpected(fault.failures, record, { liftedAt, goneAt }));
  const problems = problemsOf(fault, line, unexpected);
  const examples = [...records.filter(({ outcome }) => outcome === 'wrong'), ...unexpected];
  return {
    ...line,
    problems,
    examples: examples.slice(0, MOST_EXAMPLES).map((record) => told(record, liftedAt)),
  };
}

/** @returns a request that broke a goal, for whoever looks for the cause */
function told({ operation, way, reason, servedBy, startedAt, endedAt }, liftedAt) {
  const at = ((startedAt - liftedAt) / 1000).toFixed(2);
  return `${operation} (${way}) at ${at} s for ${endedAt - startedAt} ms by ${servedBy ?? 'nobody'}: ${reason}`;
}

function problemsOf(fault, line, unexpected) {
  const problems = Object.entries(line.wrongs).map(([reason, count]) => `${count} × ${reason}`);
  if (line.requests === 0) problems.push('nothing was asked');
  for (const [reason, count] of Object.entries(countBy(unexpected, (record) => record.reason)))
    problems.push(`${count} × ${reason}`);
  if (line.recoveredMs > RECOVERY_MS) problems.push(`still failing after ${RECOVERY_MS / 1000} s`);
  if (fault.store && !(line.wholeMs <= RECOVERY_MS)) problems.push(`not whole after ${RECOVERY_MS / 1000} s`);
  return problems;
}

/** @returns whether a fault of this kind may make a request fail in this way */
function isExpected(failures, record, { liftedAt, goneAt }) {
  const { reason, hasRetryAfter, isRepeat, startedAt, endedAt } = record;
  if (failures === 'unavailable') {
    if (/^(503 unavailable|tool: 503 unavailable)$/.test(reason)) return hasRetryAfter;
    // The first attempt is not answered any more, and still holds its key when the second one comes.
    return isRepeat && /idempotency_in_progress$/.test(reason);
  }
  const isUnderWay = startedAt <= goneAt + ON_ITS_WAY_MS && endedAt >= liftedAt;
  return failures === 'cut' && CUT.test(reason) && isUnderWay;
}

function countBy(items, keyOf) {
  const counts = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
