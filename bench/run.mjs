// Measures the product against itself (the same operation as REST and as tool) and against peers, in one run.
// See --help. Exits with 1 when a bound of lib/goals.mjs is not kept.
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { measureConvert } from './convert/measure.mjs';
import { renderConvert } from './convert/table.mjs';
import { ratiosOf } from './lib/goals.mjs';
import { measureFiles } from './files/measure.mjs';
import { renderFiles } from './files/table.mjs';
import { measureUpstreams } from './upstreams/measure.mjs';
import { renderUpstreams } from './upstreams/table.mjs';
import { Load } from './lib/load.mjs';
import { LEGACY, MODERN } from './lib/messages.mjs';
import { runRounds } from './lib/rounds.mjs';
import { measureRuns } from './runs/measure.mjs';
import { renderRuns } from './runs/table.mjs';
import { measureSignIn } from './sign-in/measure.mjs';
import { renderSignIn } from './sign-in/table.mjs';
import { assertAnswers, expectationsOf, scenariosOf } from './lib/scenarios.mjs';
import { MANY_TOOLS, Stage, toolsOf } from './lib/stage.mjs';
import { render } from './lib/table.mjs';

const GROUPS = ['calls', 'proxied', 'lists'];
/** Parts of their own: they have other servers and another load. */
const FILES = 'files';
const RUNS = 'runs';
const SIGN_IN = 'sign-in';
const UPSTREAMS = 'upstreams';
const CONVERT = 'convert';
const PARTS = [...GROUPS, FILES, SIGN_IN, UPSTREAMS, RUNS, CONVERT];
const HELP = `npm run bench -- [GROUP …] [options]
  --json             print JSON instead of the table
  --quick            two rounds of two seconds: shows that everything works, not how fast it is
  --rounds N         alternating rounds (7)
  --seconds N        seconds of load per round and scenario (4)
  --connections N    connections of the load generator (10)
  --only GROUPS      some of ${PARTS.join(',')}; the same as naming them`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    connections: { type: 'string', default: '10' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
const settings = {
  rounds: Number(values.rounds ?? (values.quick ? 2 : 7)),
  seconds: Number(values.seconds ?? (values.quick ? 2 : 4)),
  connections: Number(values.connections),
};
const named = [...positionals, ...(values.only === undefined ? [] : values.only.split(','))];
const wanted = named.length === 0 ? PARTS : named;
const unknown = wanted.filter((group) => !PARTS.includes(group));
if (unknown.length > 0 || Object.values(settings).some((value) => !(value > 0))) {
  process.stderr.write(`${HELP}\n`);
  process.exit(2);
}
const say = (text) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);

ensureInstalled();
const machine = {
  cpu: cpus()[0]?.model.trim() ?? 'unknown CPU',
  cores: availableParallelism(),
  node: process.versions.node,
  load: loadavg()[0].toFixed(2),
};
const stage = new Stage();
let load;
let exitCode = 1;
try {
  // Measured first, before other servers run beside it.
  const convert = wanted.includes(CONVERT)
    ? await measureConvert({ ...settings, quick: values.quick, say })
    : [];
  if (wanted.some((part) => part !== CONVERT)) await stage.openDatabase();
  const files = wanted.includes(FILES) ? await measureFiles(stage, { ...settings, say }) : [];
  const signIn = wanted.includes(SIGN_IN) ? await measureSignIn(stage, { ...settings, say }) : null;
  load = new Load();
  const upstreams = wanted.includes(UPSTREAMS)
    ? await measureUpstreams(stage, load, { ...settings, say })
    : null;
  const runs = wanted.includes(RUNS)
    ? await measureRuns(stage, load, { ...settings, quick: values.quick, say })
    : null;
  const cast = GROUPS.some((group) => wanted.includes(group)) ? await setUp() : {};
  const report = { ...(await measure(cast, load, { files, signIn, convert, upstreams })), runs };
  if (process.stderr.isTTY) say('');
  process.stdout.write(`${values.json ? JSON.stringify(report, null, 2) : text(report)}\n`);
  exitCode = report.failures.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`\n${error.stack}\n`);
} finally {
  load?.stop();
  await stage.stop();
}
// Said outright: the exit hook of the embedded PostgreSQL would otherwise end the process with 0.
process.exit(exitCode);

async function setUp() {
  say('Starting the product …');
  const { key } = stage;
  const product = await stage.startProduct();
  const productRedis = await stage.startProduct({ redis: true });
  const ownTools = await toolsOf(product, key);
  const largeProduct = await stage.startLargeProduct(ownTools.length);
  const manyTools = await toolsOf(largeProduct, key);
  say('Starting the peers …');
  const peer = async (id, name, file, tools, eras) => {
    const server = await stage.startPeer(file, tools, product);
    return eras.map((era) => ({
      id: `${id}_${era}`,
      name: `${name}, ${era}`,
      era,
      tools: tools.length,
      server,
    }));
  };
  const BOTH = [MODERN, LEGACY];
  const peers = [
    ...(await peer('nest_own', 'mcp-nest 2.0.5', 'mcp-nest', ownTools, BOTH)),
    ...(await peer('nest_380', 'mcp-nest 2.0.5', 'mcp-nest', manyTools, BOTH)),
    // It serves the older revisions only.
    ...(await peer('fastmcp_own', 'fastmcp 4.20.16', 'fastmcp', ownTools, [LEGACY])),
    ...(await peer('fastmcp_380', 'fastmcp 4.20.16', 'fastmcp', manyTools, [LEGACY])),
  ];
  const agents = (await agentsOf(product, key)).map(({ id }) => id);
  const agentId = agents[0];
  const groups = scenariosOf({ product, productRedis, largeProduct, peers, key, agentId });
  const expectations = expectationsOf({
    agents,
    agentId,
    ownTools: ownTools.length,
    manyTools: MANY_TOOLS,
  });
  await assertAnswers(Object.values(groups).flat(), expectations);
  return groups;
}

async function agentsOf(product, key) {
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${product.url}/v1/agents?limit=5`, { headers });
  return (await response.json()).agents;
}

async function measure(cast, load, { files, signIn, convert, upstreams }) {
  const scenarios = GROUPS.filter((group) => wanted.includes(group) || neededBy(group)).flatMap(
    (group) => cast[group],
  );
  const figures = await runRounds(load, scenarios, { ...settings, onProgress: say });
  const ratios = ratiosOf(figures);
  const titles = {
    calls: 'one operation, two ways',
    proxied: 'tools/call of peers',
    lists: 'tools/list',
  };
  return {
    machine,
    settings,
    groups: GROUPS.map((group) => [
      titles[group],
      (cast[group] ?? []).flatMap(({ id }) => (figures.has(id) ? [{ id, ...figures.get(id) }] : [])),
    ]).filter(([, rows]) => rows.length > 0),
    ratios,
    files,
    signIn,
    convert,
    upstreams,
    failures: [
      ...ratios.filter(({ met }) => !met).map(({ name }) => name),
      ...convert.filter(({ met }) => !met).map(({ operations }) => `conversion of ${operations} operations`),
      ...files.filter(({ met }) => !met).map(({ database }) => `small requests beside files, ${database}`),
      ...(upstreams?.ratios ?? []).filter(({ met }) => !met).map(({ name }) => name),
      ...(signIn?.attacks ?? [])
        .filter(({ met }) => !met)
        .map(({ name }) => `tool calls beside attempts to sign in ${name}`),
    ],
  };
}

function text(report) {
  const files = report.files.length > 0 ? renderFiles(report.files) : [];
  const runs = report.runs ? renderRuns(report.runs) : [];
  const signIn = report.signIn ? renderSignIn(report.signIn) : [];
  const convert = report.convert.length > 0 ? renderConvert(report.convert) : [];
  const upstreams = report.upstreams ? renderUpstreams(report.upstreams) : [];
  const parts = [convert, files, signIn, upstreams, runs].filter((lines) => lines.length > 0);
  return render(
    report,
    parts.flatMap((lines, place) => (place === 0 ? lines : ['', ...lines])),
  );
}

/** The calls of peers are compared with the product's. */
function neededBy(group) {
  return group === 'calls' && wanted.includes('proxied');
}
