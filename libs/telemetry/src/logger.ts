import type { LoggerService } from '@nestjs/common';
import pino from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { plainError, plainText } from './plain-error';

export type { Logger } from 'pino';

/** Injection token of the process logger. */
export const LOGGER = Symbol('LOGGER');

/** Key material as it looks in the wild; whatever text is logged, these never are. */
const SECRETS = /\bduvo_(live|test)_[0-9A-Za-z]{36}\b/g;

/**
 * @param level least severe level written
 * @param destination where lines go; standard output if left out
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => plainError(error) ?? error },
      redact: ['authorization', 'cookie', '*.authorization', '*.cookie', '*.secret', '*.password'],
      hooks: {
        logMethod(args, method) {
          const [error] = args as unknown[];
          // pino would take its message for the line's.
          if (error instanceof Error && args.length === 1)
            method.call(this, { err: error }, plainText(error.message));
          else method.apply(this, args);
        },
        streamWrite: (line) => (line.includes('duvo_') ? line.replace(SECRETS, 'duvo_$1_[redacted]') : line),
      },
    },
    destination ?? bufferedOutput(),
  );
}

const outputs = new Set<{ flushSync(): void }>();

/** Writes out what still waits, before the process ends in a way that Node does not tell of. */
export function flushLogs(): void {
  for (const output of outputs) output.flushSync();
}

/** Standard output, many lines a write: one write per line costs a request more than making the line. */
function bufferedOutput(): DestinationStream {
  const output = pino.destination({ dest: 1, sync: false, minLength: 8192, periodicFlush: 200 });
  outputs.add(output);
  process.once('exit', flushLogs);
  return output;
}

/** Lets Nest log through pino. Its boot chatter goes to debug: operators read one ready line instead. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn({ context: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(
      { context: rest.at(-1), stack: rest.length > 1 ? plainText(String(rest[0])) : undefined },
      plainText(String(message)),
    );
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug({ context: rest.at(-1) }, String(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace({ context: rest.at(-1) }, String(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal({ context: rest.at(-1) }, String(message));
  }
}
