import { lstatSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { OperatorError } from '../operator-error';
import { readLines } from './line-reader';
import { controlResponseSchema } from './protocol';
import type { ControlRequest } from './protocol';
import { controlSocketPath } from './socket-path';

const ANSWER_LIMIT_MS = 30_000;
/** What connecting gives where no server listens: no file, a socket left behind, a file of another kind. */
const NOBODY_LISTENS = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'ENOTDIR']);

/**
 * Asks the server that holds a data folder to carry out a command.
 *
 * @returns the result, or `undefined` if no server listens
 * @throws OperatorError with the server's sentence, or if the server cannot be used
 */
export async function askServer(folder: string, command: string, args: unknown): Promise<object | undefined> {
  const path = controlSocketPath(folder);
  const socket = await open(path);
  if (!socket) return undefined;
  try {
    requireOwnSocket(path, folder);
    return await exchange(socket, { id: '1', command, args });
  } finally {
    socket.destroy();
  }
}

function open(path: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (NOBODY_LISTENS.has(error.code ?? '')) resolve(undefined);
      else if (error.code === 'EACCES')
        reject(new OperatorError(`${path} is only for the user the server runs as.`));
      else reject(new OperatorError(`The server cannot be reached through ${path}: ${error.message}`));
    });
  });
}

/** The temporary folder is everybody's: nobody else's socket is trusted to make keys. */
function requireOwnSocket(path: string, folder: string): void {
  const owner = lstatSync(path).uid;
  const trusted = [0, process.getuid?.() ?? owner, statSync(folder).uid];
  if (!trusted.includes(owner))
    throw new OperatorError(`${path} belongs to another user (uid ${owner}); remove it.`);
}

function exchange(socket: Socket, request: ControlRequest): Promise<object> {
  return new Promise((resolve, reject) => {
    const fail = (message: string): void => reject(new OperatorError(message));
    socket.setTimeout(ANSWER_LIMIT_MS, () =>
      fail(`The server did not answer within ${ANSWER_LIMIT_MS / 1000} s.`),
    );
    socket.on('error', (error) => fail(`The server hung up: ${error.message}`));
    socket.on('close', () => fail('The server hung up before it answered.'));
    readLines(socket, (line) => {
      const response = parseResponse(line);
      if (!response) fail('The server gave an answer that cannot be read; is it of the same version?');
      else if (response.ok) resolve(response.result);
      else reject(new OperatorError(response.error.message, response.error.usage));
    });
    socket.write(`${JSON.stringify(request)}\n`);
  });
}

function parseResponse(line: string) {
  try {
    return controlResponseSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
