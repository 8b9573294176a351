// npm run chaos
import { cpus, loadavg } from 'node:os';
import { Topology } from '../../test/topology/topology.cjs';
import { ENVIRONMENT, experiment } from './experiment.mjs';
import { optionsOf } from './options.mjs';
import { render } from './report.mjs';
import { renderSoak, soak } from './soak.mjs';

const FAULTS_LIMIT_MS = 8 * 60_000;
const LEAVE_LIMIT_MS = 10_000;
const SOAK_LIMIT_MS = 90 * 60_000;

const options = optionsOf(process.argv.slice(2));
const [cpu] = cpus();
const machine = {
  cpu: cpu?.model.trim(),
  cores: cpus().length,
  node: process.versions.node,
  load: loadavg()[0].toFixed(1),
};
const progress = (text) => process.stderr.write(`${text} …\n`);

let topology;
/** Before its time. What stands in the way of an orderly end is killed on the way out. */
const leave = async (code) => {
  setTimeout(() => process.exit(code), LEAVE_LIMIT_MS).unref();
  await topology?.stop();
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void leave(130));
setTimeout(
  () => {
    process.stderr.write('The run took too long.\n');
    void leave(1);
  },
  options.soak ? SOAK_LIMIT_MS : FAULTS_LIMIT_MS,
).unref();

progress('starting the topology');
topology = await Topology.start({
  env: { ...ENVIRONMENT, ...options.env },
  logLevel: options.soak ? 'warn' : 'info',
});
let isGood;
try {
  isGood = options.soak ? await endure() : await suffer();
} finally {
  await topology.stop();
}
process.exit(isGood ? 0 : 1);

async function suffer() {
  const { lines, notes, keys } = await experiment(topology, options, progress);
  const settings = {
    replicas: topology.replicas.length,
    workers: topology.workers.length,
    perSecond: options.perSecond,
    keys,
  };
  const result = { machine, settings, lines, notes };
  process.stdout.write(`${options.json ? JSON.stringify(result) : render(result)}\n`);
  return lines.every(({ problems }) => problems.length === 0);
}

async function endure() {
  const result = { machine, ...(await soak(topology, { calls: options.soak }, progress)) };
  process.stdout.write(`${options.json ? JSON.stringify(result) : renderSoak(result)}\n`);
  return result.problems.length === 0;
}
