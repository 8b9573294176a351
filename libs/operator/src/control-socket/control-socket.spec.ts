import { existsSync, lstatSync, mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import type { Config } from '@app/config';
import type { Database } from '@app/database';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { askServer } from './control-socket.client';
import { ControlSocketServer } from './control-socket.server';
import { MAX_LINE_LENGTH } from './protocol';
import { controlSocketPath } from './socket-path';

const folders: string[] = [];
const servers: ControlSocketServer[] = [];

function newFolder(...below: string[]): string {
  const base = mkdtempSync(join(tmpdir(), 'duvo-socket-'));
  folders.push(base);
  const folder = join(base, ...below);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const newLongFolder = (): string => newFolder('x'.repeat(60), 'y'.repeat(60));

function commandsOfTest(): OperatorCommands {
  const commands = new OperatorCommands();
  commands.register({ name: 'test.echo', args: z.unknown(), run: (args) => Promise.resolve({ args }) });
  commands.register({
    name: 'test.refuse',
    args: z.unknown(),
    run: () => Promise.reject(new OperatorError('Not like this.', true)),
  });
  commands.register({
    name: 'test.fail',
    args: z.unknown(),
    run: () => Promise.reject(new Error('disk on fire')),
  });
  return commands;
}

async function startServer(folder: string, commands = commandsOfTest()): Promise<ControlSocketServer> {
  const config = { database: { driver: 'pglite', folder } } as Config;
  const server = new ControlSocketServer(config, commands, undefined as unknown as Database);
  await server.onApplicationBootstrap();
  servers.push(server);
  return server;
}

beforeAll(() => Logger.overrideLogger(false));

afterEach(async () => {
  for (const server of servers.splice(0)) await server.onModuleDestroy();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describe('control socket', () => {
  it.each([
    ['in the data folder', newFolder],
    ['beside a folder whose path is too long for a socket', newLongFolder],
  ])('carries a command and its result, %s', async (_, makeFolder) => {
    const folder = makeFolder();
    await startServer(folder);
    const args = { text: 'Grüße\n\u2028 "quoted"', list: [1, null, true], large: 'x'.repeat(300_000) };
    expect(await askServer(folder, 'test.echo', args)).toEqual({ args });
    expect(Buffer.byteLength(controlSocketPath(folder))).toBeLessThanOrEqual(100);
  });

  it('is only for the user the server runs as', async () => {
    const folder = newFolder();
    await startServer(folder);
    expect(lstatSync(controlSocketPath(folder)).mode & 0o777).toBe(0o600);
  });

  it('leaves the file mode mask of the process as it was', async () => {
    const before = process.umask();
    await startServer(newFolder());
    expect(process.umask()).toBe(before);
  });

  it('carries a refusal with its sentence', async () => {
    const folder = newFolder();
    await startServer(folder);
    await expect(askServer(folder, 'test.refuse', {})).rejects.toMatchObject({
      message: 'Not like this.',
      usage: true,
    });
  });

  it('keeps what went wrong inside for the log', async () => {
    const folder = newFolder();
    await startServer(folder);
    await expect(askServer(folder, 'test.fail', {})).rejects.toThrow(
      'test.fail failed in the server; its log says why.',
    );
  });

  it('gives nothing where no server listens', async () => {
    const folder = newFolder();
    expect(await askServer(folder, 'test.echo', {})).toBeUndefined();
    expect(await askServer(join(folder, 'not-there'), 'test.echo', {})).toBeUndefined();
    writeFileSync(controlSocketPath(folder), '');
    expect(await askServer(folder, 'test.echo', {})).toBeUndefined();
  });

  it('takes the place of a socket that a killed server left behind', async () => {
    const folder = newFolder();
    writeFileSync(controlSocketPath(folder), '');
    await startServer(folder);
    expect(await askServer(folder, 'test.echo', 1)).toEqual({ args: 1 });
  });

  it('is gone after the server stops, once the command under way has its answer', async () => {
    const folder = newFolder();
    const commands = new OperatorCommands();
    let finish = (): void => undefined;
    const started = new Promise<void>((begun) => {
      commands.register({
        name: 'test.slow',
        args: z.unknown(),
        run: () => new Promise<object>((resolve) => ((finish = () => resolve({ done: true })), begun())),
      });
    });
    const server = await startServer(folder, commands);
    const answer = askServer(folder, 'test.slow', {});
    await started;
    const stopped = server.onModuleDestroy();
    finish();
    expect(await answer).toEqual({ done: true });
    await stopped;
    expect(existsSync(controlSocketPath(folder))).toBe(false);
  });

  it('does not open one where the database is a server of its own', async () => {
    const config = { database: { driver: 'postgres', url: 'postgres://db', poolSize: 1 } } as Config;
    const server = new ControlSocketServer(config, commandsOfTest(), undefined as unknown as Database);
    await server.onApplicationBootstrap();
    await server.onModuleDestroy();
    expect(server['server']).toBeUndefined();
  });

  it('goes on without a socket where none can be opened', async () => {
    const folder = newFolder();
    mkdirSync(controlSocketPath(folder));
    await expect(startServer(folder)).resolves.toBeDefined();
  });

  describe('with a peer that does not speak the protocol', () => {
    const send = (folder: string, bytes: string): Promise<string> =>
      new Promise((resolve) => {
        let received = '';
        const socket = connect(controlSocketPath(folder), () => socket.write(bytes));
        socket.on('data', (chunk) => {
          received += chunk.toString();
          if (received.endsWith('\n')) socket.end();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(received));
      });

    it.each(['hello\n', '[]\n', '{"id":1}\n', '{"id":"1","command":"test.echo"}x\n', '\u0000\n'])(
      'answers %j with an error',
      async (bytes) => {
        const folder = newFolder();
        await startServer(folder);
        expect(JSON.parse(await send(folder, bytes))).toEqual({
          id: '',
          ok: false,
          error: { message: 'This is no control request.', usage: true },
        });
        expect(await askServer(folder, 'test.echo', 1)).toEqual({ args: 1 });
      },
    );

    it('hangs up on a line that does not end', async () => {
      const folder = newFolder();
      await startServer(folder);
      expect(await send(folder, 'x'.repeat(MAX_LINE_LENGTH + 1))).toBe('');
      expect(await askServer(folder, 'test.echo', 1)).toEqual({ args: 1 });
    });
  });
});
