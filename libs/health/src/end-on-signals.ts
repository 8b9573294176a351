import type { INestApplicationContext } from '@nestjs/common';
import { flushLogs } from '@app/telemetry';

/** Those by which people and platforms end a process. Crashes (SIGSEGV and the like) are not ours to delay. */
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/**
 * Ends the process in order when it is told to, and then by that signal, so that the platform sees what it did.
 *
 * - SIGTERM is what orchestrators send: `announce` comes first. Other signals, such as that of Ctrl-C, close at once,
 *   also while a SIGTERM waits.
 * - A signal that is repeated changes nothing: orchestrators repeat themselves, and without a listener the second
 *   one would kill.
 * - Nest's own handler would lose the last log lines: a signal ends the process without the event `exit`.
 *
 * @param announce tells others that the process is about to close; resolves when they had the time to hear it
 */
export function endOnSignals(app: INestApplicationContext, announce?: () => Promise<void>): void {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= app.close());
  for (const signal of SIGNALS) {
    let isHeard = false;
    const end = async (): Promise<void> => {
      if (isHeard) return;
      isHeard = true;
      if (signal === 'SIGTERM') await announce?.();
      await close();
      flushLogs();
      process.off(signal, listener);
      process.kill(process.pid, signal);
    };
    const listener = (): void => void end();
    process.on(signal, listener);
  }
}
