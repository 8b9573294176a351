// Whether the process of this container answers. Not whether it is ready: an outage of the database is no reason to
// restart it, and the balancer looks at /readyz itself.
const port = process.env.METRICS_PORT || process.env.PORT || '3000';

try {
  const response = await fetch(`http://127.0.0.1:${port}/livez`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
