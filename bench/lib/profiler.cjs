// Loaded by --require into the process to be profiled. SIGWINCH, which Nest leaves alone, starts a CPU profile, the next one writes it.
const { writeFileSync } = require('node:fs');
const { Session } = require('node:inspector');

const session = new Session();
session.connect();
let running = false;
process.on('SIGWINCH', () => {
  if (!running) {
    session.post('Profiler.enable');
    session.post('Profiler.setSamplingInterval', { interval: 200 });
    session.post('Profiler.start');
  } else {
    session.post('Profiler.stop', (error, result) => {
      if (!error) writeFileSync(process.env.BENCH_PROFILE, JSON.stringify(result.profile));
    });
  }
  running = !running;
});
