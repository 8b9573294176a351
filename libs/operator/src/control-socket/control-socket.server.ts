import { chmodSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import { CONFIG } from '@app/config';
import type { Config } from '@app/config';
import { Database } from '@app/database';
import { OperatorCommands } from '../operator-commands.service';
import { OperatorError } from '../operator-error';
import { readLines } from './line-reader';
import { controlRequestSchema } from './protocol';
import type { ControlResponse } from './protocol';
import { controlSocketPath } from './socket-path';

/**
 * Takes the operator's commands while the server runs on the embedded database, whose folder only the server
 * may open. Whoever may open the socket (mode 0600: the user the server runs as) could read the folder anyway.
 *
 * A socket that cannot be opened is a warning: the API does not depend on it.
 */
@Injectable()
export class ControlSocketServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ControlSocketServer.name);
  private readonly connections = new Set<Socket>();
  private readonly running = new Set<Promise<void>>();
  private server: Server | undefined;
  private path: string | undefined;

  /** `_database` is asked for so that the folder is ours before a socket left behind in it is removed. */
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly commands: OperatorCommands,
    _database: Database,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { database } = this.config;
    if (database.driver !== 'pglite') return;
    const path = controlSocketPath(database.folder);
    try {
      rmSync(path, { force: true });
      this.server = await listen(path, (socket) => this.serve(socket));
      this.path = path;
    } catch (error) {
      this.logger.warn(`No control socket at ${path}; commands need the server stopped: ${textOf(error)}`);
    }
  }

  async onModuleDestroy(): Promise<void> {
    this.server?.close();
    await Promise.all(this.running);
    for (const socket of this.connections) socket.destroy();
    if (this.path) rmSync(this.path, { force: true });
  }

  private serve(socket: Socket): void {
    this.connections.add(socket);
    socket.on('close', () => this.connections.delete(socket));
    // A command line that was interrupted is no event for the server.
    socket.on('error', () => socket.destroy());
    readLines(socket, (line) => {
      const answered = this.answer(line)
        .then((response) => void socket.write(`${JSON.stringify(response)}\n`))
        .finally(() => this.running.delete(answered));
      this.running.add(answered);
    });
  }

  private async answer(line: string): Promise<ControlResponse> {
    const request = parseRequest(line);
    if (!request)
      return { id: '', ok: false, error: { message: 'This is no control request.', usage: true } };
    const { id, command, args } = request;
    try {
      return { id, ok: true, result: (await this.commands.run(command, args)) as Record<string, unknown> };
    } catch (error) {
      if (error instanceof OperatorError)
        return { id, ok: false, error: { message: error.message, usage: error.usage } };
      this.logger.error(`The operator command ${command} failed: ${textOf(error)}`);
      return {
        id,
        ok: false,
        error: { message: `${command} failed in the server; its log says why.`, usage: false },
      };
    }
  }
}

/** The mask keeps the socket from being open to others between its creation and the chmod. */
function listen(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(onConnection);
    const mask = process.umask(0o177);
    try {
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject).on('error', () => undefined);
        chmodSync(path, 0o600);
        resolve(server);
      });
    } finally {
      process.umask(mask);
    }
  });
}

function parseRequest(line: string) {
  try {
    return controlRequestSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
