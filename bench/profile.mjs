// Where the product spends its time on one scenario: node bench/profile.mjs <scenario> [seconds]
// Prints own time by package or lib, and the functions with the largest own and total time. The profile itself,
// for a flame view, is written beside it as <scenario>.cpuprofile in the current folder.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { Load } from './lib/load.mjs';
import { BENCH, ROOT } from './lib/paths.mjs';
import { scenariosOf } from './lib/scenarios.mjs';
import { Stage } from './lib/stage.mjs';

const ROWS = 45;
const [id = 'call', seconds = '10'] = process.argv.slice(2);
const file = join(process.cwd(), `${id}.cpuprofile`);

ensureInstalled();
const stage = new Stage();
const load = new Load();
try {
  await stage.openDatabase();
  process.env.BENCH_PROFILE = file;
  const nodeArgs = ['--require', join(BENCH, 'lib/profiler.cjs')];
  const product = await stage.startProduct({ redis: id.endsWith('_redis'), nodeArgs });
  const headers = { authorization: `Bearer ${stage.key}` };
  const { agents } = await (await fetch(`${product.url}/v1/agents?limit=5`, { headers })).json();
  const cast = { product, productRedis: product, largeProduct: product, peers: [], key: stage.key };
  const scenarios = Object.values(scenariosOf({ ...cast, agentId: agents[0].id })).flat();
  const scenario = scenarios.find((one) => one.id === id);
  if (!scenario) throw new Error(`Scenarios: ${scenarios.map((one) => one.id).join(', ')}`);

  await load.run(scenario, { seconds: 5, connections: 10 });
  rmSync(file, { force: true });
  process.kill(product.pid, 'SIGWINCH');
  const figures = await load.run(scenario, { seconds: Number(seconds), connections: 10 });
  process.kill(product.pid, 'SIGWINCH');
  while (!existsSync(file)) await sleep(100);
  await sleep(1000);
  print(JSON.parse(readFileSync(file, 'utf8')), figures);
} finally {
  load.stop();
  await stage.stop();
}

function print(profile, { total, perSecond, cpuMicros }) {
  const { self, inclusive, places, busy } = timesOf(profile);
  const perRequest = (micros) => `${(micros / total).toFixed(1).padStart(8)} µs ${share(micros, busy)}`;
  const list = (title, entries) => {
    process.stdout.write(`\n${title}\n`);
    for (const [name, micros] of [...entries].sort((a, b) => b[1] - a[1]).slice(0, ROWS)) {
      process.stdout.write(`${perRequest(micros)}  ${name}\n`);
    }
  };
  process.stdout.write(
    `${id}: ${perSecond.toFixed(0)} requests/s, ${cpuMicros?.toFixed(0)} µs CPU per request, ${total} requests\n`,
  );
  list('own time by package or lib', places);
  list('own time by function', self);
  list('time with callees, by function of the product', inclusive.product);
  list('time with callees, by function of a package', inclusive.packages);
}

function share(micros, busy) {
  return `${((micros * 100) / busy).toFixed(1).padStart(5)} %`;
}

/** Sums the samples of a V8 CPU profile. Recursion counts once for the time with callees. */
function timesOf({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const micros = new Map();
  samples.forEach((sample, index) => micros.set(sample, (micros.get(sample) ?? 0) + timeDeltas[index]));
  const self = new Map();
  const inclusive = { product: new Map(), packages: new Map() };
  const places = new Map();
  const add = (map, name, value) => map.set(name, (map.get(name) ?? 0) + value);
  let busy = 0;
  for (const [node, value] of micros) {
    const frame = byId.get(node).callFrame;
    if (frame.functionName === '(idle)') continue;
    busy += value;
    add(self, nameOf(frame), value);
    add(places, placeOf(frame), value);
    const seen = new Set();
    for (let at = node; at !== undefined; at = parents.get(at)) {
      const { callFrame } = byId.get(at);
      const name = nameOf(callFrame);
      if (pathOf(callFrame) === '' || callFrame.url.startsWith('node:') || seen.has(name)) continue;
      seen.add(name);
      add(callFrame.url.includes('/node_modules/') ? inclusive.packages : inclusive.product, name, value);
    }
  }
  return { self, inclusive, places, busy };
}

function pathOf({ url }) {
  if (!url.startsWith('file:')) return url;
  const path = fileURLToPath(url);
  const modules = path.lastIndexOf('node_modules/');
  return modules === -1 ? relative(ROOT, path) : path.slice(modules + 'node_modules/'.length);
}

function nameOf(frame) {
  const path = pathOf(frame);
  return path
    ? `${frame.functionName || '(anonymous)'}  ${path}:${frame.lineNumber + 1}`
    : frame.functionName;
}

function placeOf(frame) {
  const path = pathOf(frame);
  if (!path) return frame.functionName;
  if (path.startsWith('node:')) return path;
  const parts = path.split('/');
  return parts.slice(0, parts[0] === 'dist' ? 3 : parts[0].startsWith('@') ? 2 : 1).join('/');
}
