// One line per fault: what callers met, and whether it is what they may meet.

/** The service has to recover within so many milliseconds. */
export const RECOVERY_MS = 5000;
/** A killed replica takes with it what it had in hand, and what the balancer sends before it notices. */
const CUT = /^(502 |503 no server|ECONNRESET|socket hang up)/;

const MOST_EXAMPLES = 5;

const isFailed = ({ outcome }) => outcome === 'failed';

/** @returns the line of a fault, with `problems`: what breaks a goal, in words */
export function verdictOf({ fault, records, wrong, liftedAt, wholeMs, inFlight }) {
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
  const problems = problemsOf(fault, line, failed, inFlight);
  return { ...line, problems, examples: problems.length === 0 ? [] : examplesOf(fault, records, liftedAt) };
}

/** @returns some of the requests that broke a goal, for whoever looks for the cause */
function examplesOf(fault, records, liftedAt) {
  return records
    .filter(
      (record) => record.outcome === 'wrong' || (isFailed(record) && !isExpected(fault.failures, record)),
    )
    .slice(0, MOST_EXAMPLES)
    .map(({ operation, way, reason, servedBy, startedAt, endedAt }) => {
      const at = ((startedAt - liftedAt) / 1000).toFixed(2);
      return `${operation} (${way}) at ${at} s for ${endedAt - startedAt} ms by ${servedBy ?? 'nobody'}: ${reason}`;
    });
}

function problemsOf(fault, line, failed, inFlight) {
  const problems = Object.entries(line.wrongs).map(([reason, count]) => `${count} × ${reason}`);
  if (line.requests === 0) problems.push('nothing was asked');
  const unexpected = failed.filter((record) => !isExpected(fault.failures, record));
  for (const [reason, count] of Object.entries(countBy(unexpected, (record) => record.reason)))
    problems.push(`${count} × ${reason}`);
  if (fault.failures === 'cut' && line.failed > inFlight)
    problems.push(`${line.failed} failed, but only ${inFlight} were under way`);
  if (line.recoveredMs > RECOVERY_MS) problems.push(`still failing after ${RECOVERY_MS / 1000} s`);
  if (fault.store && !(line.wholeMs <= RECOVERY_MS)) problems.push(`not whole after ${RECOVERY_MS / 1000} s`);
  return problems;
}

/** @returns whether a fault of this kind may make a request fail in this way */
function isExpected(failures, { reason, hasRetryAfter, isRepeat }) {
  if (failures === 'unavailable') {
    if (/^(503 unavailable|tool: 503 unavailable)$/.test(reason)) return hasRetryAfter;
    // The first attempt is not answered any more, and still holds its key when the second one comes.
    return isRepeat && /idempotency_in_progress$/.test(reason);
  }
  return failures === 'cut' && CUT.test(reason);
}

function countBy(items, keyOf) {
  const counts = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}
