// Loaded by --require into the product: how long its event loop was held up. SIGWINCH, which Nest leaves alone, writes
// the figures since the last one, in milliseconds, to the file that BENCH_LOOP_DELAY names.
const { renameSync, writeFileSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

const RESOLUTION_MS = 2;
const NANOSECONDS = 1e6;
const file = process.env.BENCH_LOOP_DELAY;
const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
histogram.enable();
process.on('SIGWINCH', () => {
  const figures = { p99: histogram.percentile(99) / NANOSECONDS, max: histogram.max / NANOSECONDS };
  histogram.reset();
  writeFileSync(`${file}.new`, JSON.stringify(figures));
  renameSync(`${file}.new`, file);
});
