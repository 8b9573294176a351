// The built server as a child process, on a folder and a port of its own.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './paths.mjs';
import { run, scratchFolder, start, stop } from './processes.mjs';

/** How long the server may take to print its key, in milliseconds. */
const BOOT_LIMIT = 90_000;

/** High enough that no client meets a limit. */
export const NO_LIMITS = 'api=100000/60,api_user=100000/60,api_team=100000/60,unauthenticated=100000/60';

const OWNER_KEY = /^API key \(owner@acme\.test\): (?<key>duvo_live_\w+)$/;
const PERSON = /^Sign in: (?<email>owner@acme\.test), password (?<password>\S+)/;

/**
 * Starts the server with demo data on an embedded database.
 * @param {{ entry?: string, env?: Record<string, string> }} options `entry`: script in the product's folder
 */
export async function startServer({ entry = 'dist/apps/api/src/main.js', env = {} } = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PATH: process.env.PATH,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: join(scratchFolder(), 'data'),
    DEMO_DATA: 'on',
    LOG_LEVEL: 'info',
    RATE_LIMITS: NO_LIMITS,
    ...env,
  };
  const child = start(process.execPath, ['--enable-source-maps', entry], { cwd: ROOT, env: environment });
  const requests = [];
  const { ownerKey, person } = await readWelcome(child, requests);
  return {
    url,
    endpoint: `${url}/v1/mcp`,
    ownerKey,
    /** Log lines of finished requests, in order. */
    requests,
    /** Log lines of requests that the server itself failed. */
    faults: () => requests.filter(({ status }) => status >= 500),
    /** The demo owner, who signs in with a password. */
    person,
    createKey: (options) => createKey(environment, options),
    /** Runs an operator's command and reads the JSON that it prints. */
    command: (...args) => command(environment, args),
    stop: () => stop(child),
  };
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** @returns the key and the person of the first screen, once both are printed */
function readWelcome(child, requests) {
  return new Promise((resolve, reject) => {
    const errors = [];
    const found = {};
    const timer = setTimeout(() => reject(new Error('The server printed no key in time.')), BOOT_LIMIT);
    child.stderr.on('data', (chunk) => errors.push(chunk));
    child.once('exit', (code) => {
      reject(new Error(`The server ended with code ${code}.\n${Buffer.concat(errors)}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { groups: key } = OWNER_KEY.exec(line) ?? {};
      const { groups: person } = PERSON.exec(line) ?? {};
      if (key) found.ownerKey = key.key;
      if (person) found.person = { email: person.email, password: person.password };
      if (found.ownerKey && found.person) {
        clearTimeout(timer);
        resolve(found);
      }
      if (line.startsWith('{"level":')) {
        const entry = JSON.parse(line);
        if (entry.request_id) requests.push(entry);
      }
    });
  });
}

/** Makes a key as an operator would, while the server holds the database. */
async function createKey(env, { name, scopes }) {
  const { key } = await command(env, [
    ...['keys', 'create', '--user', 'owner@acme.test', '--name', name, '--scopes', scopes, '--json'],
  ]);
  return key;
}

async function command(env, args) {
  const { code, stdout, stderr } = await run(process.execPath, ['dist/apps/cli/src/main.js', ...args], {
    cwd: ROOT,
    env,
  });
  if (code !== 0) throw new Error(`${args.slice(0, 2).join(' ')} ended with code ${code}: ${stderr}`);
  return JSON.parse(stdout);
}
